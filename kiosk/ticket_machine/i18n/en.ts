<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
    <context>
        <name>AskingPage</name>
        <message>
            <source>正在为您取号</source>
            <translation>Getting your ticket</translation>
        </message>
        <message>
            <source>请稍候，不用再按</source>
            <translation>One moment, no need to press again</translation>
        </message>
    </context>
    <context>
        <name>Banners</name>
        <message>
            <source>本机暂时不能打印小票（%1）</source>
            <translation>This machine cannot print slips now (%1)</translation>
        </message>
        <message>
            <source>可以照常取号：号码显示在屏幕上，请拍照或记下。</source>
            <translation>You can still take a ticket: the number is shown on the screen. Please photograph or note it.</translation>
        </message>
    </context>
    <context>
        <name>Basket</name>
        <message numerus="yes">
            <source>已选 %n 项，请再选一项</source>
            <translation>
                <numerusform>%n service chosen. Please choose one more.</numerusform>
                <numerusform>%n services chosen. Please choose one more.</numerusform>
            </translation>
        </message>
        <message>
            <source>取消</source>
            <translation>Cancel</translation>
        </message>
        <message>
            <source>不再添加</source>
            <translation>Add no more</translation>
        </message>
    </context>
    <context>
        <name>ChosenCard</name>
        <message>
            <source>暂无开放窗口，取号后请留意屏幕</source>
            <translation>No window open yet; please watch the screens</translation>
        </message>
        <message>
            <source>%1 窗口办理</source>
            <translation>At window %1</translation>
        </message>
    </context>
    <context>
        <name>ConfirmPage</name>
        <message>
            <source>请确认要办的事</source>
            <translation>Please confirm your choice</translation>
        </message>
        <message>
            <source>重新选择</source>
            <translation>Choose again</translation>
        </message>
        <message>
            <source>前面等候</source>
            <translation>Ahead of you</translation>
        </message>
        <message>
            <source>人</source>
            <comment>unit after a number</comment>
            <translation>waiting</translation>
        </message>
        <message>
            <source>预计等待</source>
            <translation>Expected wait</translation>
        </message>
        <message>
            <source>再加一项</source>
            <translation>Add another</translation>
        </message>
        <message>
            <source>取号</source>
            <translation>Take a ticket</translation>
        </message>
    </context>
    <context>
        <name>DepartmentTile</name>
        <message>
            <source>%1 窗口</source>
            <translation>%1 open</translation>
        </message>
        <message>
            <source>未开窗</source>
            <translation>none open</translation>
        </message>
    </context>
    <context>
        <name>Footer</name>
        <message>
            <source>标准字号</source>
            <translation>Standard</translation>
        </message>
        <message>
            <source>长辈大字</source>
            <translation>Large text</translation>
        </message>
        <message>
            <source>需要帮助请到导服台</source>
            <translation>Ask the guide desk</translation>
        </message>
        <message>
            <source>电话 %1</source>
            <translation>Phone %1</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>一次取号 · 各部门通办</source>
            <translation>One ticket · every department</translation>
        </message>
        <message>
            <source>演练</source>
            <translation>PRACTICE</translation>
        </message>
    </context>
    <context>
        <name>HomeLandscape</name>
        <message>
            <source>热门事项</source>
            <translation>Most wanted</translation>
        </message>
        <message>
            <source>大厅现有 %1 人等候</source>
            <translation>%1 waiting in the hall</translation>
        </message>
        <message>
            <source>高效办成一件事</source>
            <translation>Several departments, one go</translation>
        </message>
        <message>
            <source>几个部门的事，一次办</source>
            <translation>One ticket for all of it</translation>
        </message>
        <message>
            <source>全部部门</source>
            <translation>All departments</translation>
        </message>
        <message>
            <source>按部门选择要办的事</source>
            <translation>Choose by department</translation>
        </message>
    </context>
    <context>
        <name>HomePortrait</name>
        <message>
            <source>热门事项</source>
            <translation>Most wanted</translation>
        </message>
        <message>
            <source>大厅现有 %1 人等候</source>
            <translation>%1 waiting in the hall</translation>
        </message>
        <message>
            <source>高效办成一件事</source>
            <translation>Several departments, one go</translation>
        </message>
        <message>
            <source>几个部门的事，一次办</source>
            <translation>One ticket for all of it</translation>
        </message>
        <message>
            <source>全部部门</source>
            <translation>All departments</translation>
        </message>
        <message>
            <source>按部门选择要办的事</source>
            <translation>Choose by department</translation>
        </message>
    </context>
    <context>
        <name>ItemCard</name>
        <message>
            <source>暂停取号</source>
            <translation>No tickets now</translation>
        </message>
        <message>
            <source>暂无开放窗口</source>
            <translation>No window open</translation>
        </message>
        <message>
            <source>%1 窗口</source>
            <comment>labels of windows</comment>
            <translation>Window %1</translation>
        </message>
        <message>
            <source>%1 窗口 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>人等候</source>
            <comment>below a number</comment>
            <translation>waiting</translation>
        </message>
    </context>
    <context>
        <name>ItemTile</name>
        <message>
            <source>未开窗</source>
            <translation>none open</translation>
        </message>
    </context>
    <context>
        <name>ItemsPage</name>
        <message>
            <source>高效办成一件事</source>
            <translation>Several departments, one go</translation>
        </message>
    </context>
    <context>
        <name>NoticeSheet</name>
        <message>
            <source>请留意</source>
            <translation>Please note</translation>
        </message>
        <message>
            <source>知道了</source>
            <translation>OK</translation>
        </message>
    </context>
    <context>
        <name>NumberCard</name>
        <message>
            <source>取号成功，请记住您的号码</source>
            <translation>Your ticket is ready</translation>
        </message>
        <message>
            <source>前面等候</source>
            <translation>Ahead of you</translation>
        </message>
        <message>
            <source>人</source>
            <comment>unit after a number</comment>
            <translation>waiting</translation>
        </message>
        <message>
            <source>预计等待</source>
            <translation>Expected wait</translation>
        </message>
        <message>
            <source>取号时间</source>
            <translation>Taken at</translation>
        </message>
    </context>
    <context>
        <name>PageTitle</name>
        <message>
            <source>返回</source>
            <translation>Back</translation>
        </message>
    </context>
    <context>
        <name>Pager</name>
        <message>
            <source>上一页</source>
            <translation>Previous</translation>
        </message>
        <message>
            <source>下一页</source>
            <translation>Next</translation>
        </message>
    </context>
    <context>
        <name>PapersCard</name>
        <message>
            <source>请带好这些材料</source>
            <translation>Please bring</translation>
        </message>
        <message>
            <source>不需要带材料</source>
            <translation>No papers needed</translation>
        </message>
    </context>
    <context>
        <name>PlacesCard</name>
        <message>
            <source>叫到号时，请到以下窗口之一</source>
            <translation>When called, go to one of these windows</translation>
        </message>
    </context>
    <context>
        <name>PriorityCard</name>
        <message>
            <source>我需要优先办理</source>
            <translation>I need priority service</translation>
        </message>
        <message>
            <source>老年人、残疾人、军人、孕妇等</source>
            <translation>Elderly, disabled, servicemen, pregnant</translation>
        </message>
    </context>
    <context>
        <name>QrCard</name>
        <message>
            <source>微信扫一扫，接收叫号提醒</source>
            <translation>Scan with WeChat for call reminders</translation>
        </message>
        <message>
            <source>手机上能看到前面还有几人，不用一直守着屏幕。</source>
            <translation>Your phone shows how many are ahead, so you need not watch the screens.</translation>
        </message>
    </context>
    <context>
        <name>SearchButton</name>
        <message>
            <source>搜索要办的事</source>
            <translation>Search for a service</translation>
        </message>
        <message>
            <source>输入拼音首字母，如“社保卡”按 S B K</source>
            <translation>Just a few letters: P A S S for passport</translation>
        </message>
    </context>
    <context>
        <name>SearchPage</name>
        <message>
            <source>搜索要办的事</source>
            <translation>Search for a service</translation>
        </message>
        <message>
            <source>请输入拼音首字母或拼音</source>
            <translation>Type letters of the service</translation>
        </message>
        <message numerus="yes">
            <source>%n 项</source>
            <translation>
                <numerusform>%n found</numerusform>
                <numerusform>%n found</numerusform>
            </translation>
        </message>
        <message>
            <source>按字母，马上出结果</source>
            <translation>Results appear as you type</translation>
        </message>
        <message>
            <source>没有找到“%1”</source>
            <translation>Nothing found for “%1”</translation>
        </message>
        <message>
            <source>身份证按 S F Z，公积金按 G J J，护照按 H Z。拼音全拼也可以。</source>
            <translation>English words and pinyin both work: P A S S or H U Z H A O for a passport.</translation>
        </message>
        <message>
            <source>请删掉一个字母再试，或返回按部门选择，也可以问导服台。</source>
            <translation>Delete a letter and try again, go back and choose by department, or ask the guide desk.</translation>
        </message>
    </context>
    <context>
        <name>SlipCard</name>
        <message>
            <source>小票没有打印出来：%1</source>
            <translation>The slip did not come out: %1</translation>
        </message>
        <message>
            <source>请拍下号码，本机不打印小票</source>
            <translation>Please photograph your number; this machine prints no slips</translation>
        </message>
        <message>
            <source>请取走您的小票</source>
            <translation>Please take your slip</translation>
        </message>
        <message>
            <source>正在打印小票</source>
            <translation>Printing your slip</translation>
        </message>
        <message>
            <source>号码有效，请拍照或记下。已通知导服台。</source>
            <translation>Your number is valid: please photograph or note it. The guide desk has been told.</translation>
        </message>
        <message>
            <source>凭屏幕上的号码等候叫号即可。</source>
            <translation>Wait for the number on this screen to be called.</translation>
        </message>
        <message>
            <source>凭小票等候叫号，请留意大厅屏幕。</source>
            <translation>Keep it until you are called, and watch the screens in the hall.</translation>
        </message>
        <message>
            <source>请在下方出票口取走。</source>
            <translation>It comes out below.</translation>
        </message>
        <message>
            <source>补打</source>
            <translation>Reprint</translation>
        </message>
    </context>
    <context>
        <name>SorryPage</name>
        <message>
            <source>很抱歉，没有取到号</source>
            <translation>Sorry, no ticket was issued</translation>
        </message>
        <message>
            <source>很抱歉，还没有得到答复</source>
            <translation>Sorry, there is no answer yet</translation>
        </message>
        <message>
            <source>可以再试一次；着急请到导服台，工作人员会帮您取号。</source>
            <translation>You may try again. If it is urgent, the guide desk will help you.</translation>
        </message>
        <message>
            <source>请到导服台，工作人员会帮您办理。</source>
            <translation>The guide desk will help you.</translation>
        </message>
        <message>
            <source>返回首页</source>
            <translation>Home</translation>
        </message>
        <message>
            <source>再试一次</source>
            <translation>Try again</translation>
        </message>
    </context>
    <context>
        <name>StartingPage</name>
        <message>
            <source>正在读取大厅信息</source>
            <translation>Reading about the hall</translation>
        </message>
        <message>
            <source>正在连接大厅主机</source>
            <translation>Connecting to the hall</translation>
        </message>
        <message>
            <source>需要取号请先到导服台</source>
            <translation>For a ticket, please ask the guide desk meanwhile</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>暂停取号</source>
            <translation>No tickets now</translation>
        </message>
        <message>
            <source>无人等候</source>
            <translation>No queue</translation>
        </message>
        <message>
            <source>%1 人等候</source>
            <translation>%1 waiting</translation>
        </message>
    </context>
    <context>
        <name>StayBar</name>
        <message>
            <source>即将返回首页，请记住您的号码 %1</source>
            <translation>Going home soon. Please remember your number %1</translation>
        </message>
        <message>
            <source>还在使用吗？即将返回首页</source>
            <translation>Still there? Going back to the first page soon</translation>
        </message>
        <message>
            <source>更多时间</source>
            <translation>More time</translation>
        </message>
    </context>
    <context>
        <name>TakenPage</name>
        <message>
            <source>完成</source>
            <translation>Done</translation>
        </message>
    </context>
    <context>
        <name>ThemeTile</name>
        <message>
            <source>暂停取号</source>
            <translation>No tickets now</translation>
        </message>
        <message>
            <source>无人等候</source>
            <translation>No queue</translation>
        </message>
        <message>
            <source>%1 人等候</source>
            <translation>%1 waiting</translation>
        </message>
        <message>
            <source>未开窗</source>
            <translation>none open</translation>
        </message>
    </context>
    <context>
        <name>ThemesButton</name>
        <message>
            <source>高效办成一件事（%1 项）</source>
            <translation>Several departments, one go (%1)</translation>
        </message>
    </context>
</TS>
