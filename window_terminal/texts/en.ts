<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
    <name>Ask</name>
    <message>
        <source>请评价本次服务</source>
        <translation>How was the service?</translation>
    </message>
    <message>
        <source>%1 窗口&#x3000;工号 %2</source>
        <translation>Window %1 · No. %2</translation>
    </message>
    <message>
        <source>点一下表情即可，不需要填写个人信息</source>
        <translation>One touch is enough. No personal data is needed.</translation>
    </message>
</context>
<context>
    <name>Connecting</name>
    <message>
        <source>正在读取窗口信息…</source>
        <translation>Reading the window...</translation>
    </message>
    <message>
        <source>正在读取 %1 窗口信息…</source>
        <translation>Reading window %1...</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>工号 %1</source>
        <translation>No. %1</translation>
    </message>
</context>
<context>
    <name>MinuteChip</name>
    <message>
        <source>不定</source>
        <translation>Open</translation>
    </message>
</context>
<context>
    <name>Quiet</name>
    <message>
        <source>党员示范岗</source>
        <translation>Party member</translation>
    </message>
    <message>
        <source>工号 %1</source>
        <translation>No. %1</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>多久返回（分钟）</source>
        <translation>Back in (minutes)</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>窗口人员登录</source>
        <translation>Staff sign-in</translation>
    </message>
    <message>
        <source>工号或刷卡</source>
        <translation>Staff number, or card</translation>
    </message>
    <message>
        <source>已刷卡</source>
        <translation>Card read</translation>
    </message>
    <message>
        <source>密码（6 位以上）</source>
        <translation>PIN (6 or more digits)</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
</context>
<context>
    <name>Tags</name>
    <message>
        <source>评价已收到，点错了可以改选</source>
        <translation>Kept. Touch another face to change it.</translation>
    </message>
    <message>
        <source>想说说原因吗？（可多选）</source>
        <translation>Would you tell us why? (several)</translation>
    </message>
    <message>
        <source>跳过</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>提交</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>提交（已选 %1 项）</source>
        <translation>Send (%1 chosen)</translation>
    </message>
</context>
<context>
    <name>TicketCard</name>
    <message>
        <source>还有：%1</source>
        <translation>Then: %1</translation>
    </message>
    <message>
        <source>需引导：%1</source>
        <translation>Please fetch: %1</translation>
    </message>
    <message>
        <source>撤销结束（%1）</source>
        <translation>Undo finish (%1)</translation>
    </message>
    <message>
        <source>窗口空闲</source>
        <translation>Free</translation>
    </message>
    <message>
        <source>现在没有人等候</source>
        <translation>Nobody is waiting</translation>
    </message>
    <message>
        <source>%1 人等候，最久 %2 分钟</source>
        <translation>%1 waiting, the longest for %2 min</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>TicketRow</name>
    <message>
        <source>%1 分钟</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>人</source>
        <translation>waiting</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>今日已办 %1 件</source>
        <translation>%1 served today</translation>
    </message>
</context>
</TS>
