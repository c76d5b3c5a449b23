<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="zh_CN">
<context>
    <name>AppointmentButton</name>
    <message>
        <location filename="../qml/AppointmentButton.qml" line="30"/>
        <source>我有预约</source>
        <translation>Appointment</translation>
    </message>
    <message>
        <location filename="../qml/AppointmentButton.qml" line="30"/>
        <source>预约</source>
        <translation>Check in</translation>
    </message>
</context>
<context>
    <name>AppointmentPage</name>
    <message>
        <location filename="../qml/AppointmentPage.qml" line="22"/>
        <source>预约签到</source>
        <translation>Check in</translation>
    </message>
    <message>
        <location filename="../qml/AppointmentPage.qml" line="53"/>
        <source>请输入 8 位预约码</source>
        <translation>Type the 8 digits of your code</translation>
    </message>
    <message>
        <location filename="../qml/AppointmentPage.qml" line="91"/>
        <source>签到取号</source>
        <translation>Check in</translation>
    </message>
    <message>
        <location filename="../qml/AppointmentPage.qml" line="98"/>
        <source>预约码在预约成功的短信或凭条上，也可以把二维码对准扫码口。</source>
        <translation>The code is in the message or on the slip of your booking. You can also hold its QR code under the scanner.</translation>
    </message>
    <message>
        <location filename="../qml/AppointmentPage.qml" line="104"/>
        <source>忘记预约码或带着身份证，请到导服台签到。</source>
        <translation>Without a code, please check in at the guide desk with your ID card.</translation>
    </message>
</context>
<context>
    <name>AskingPage</name>
    <message>
        <location filename="../qml/AskingPage.qml" line="20"/>
        <source>正在为您取号</source>
        <translation>Getting your ticket</translation>
    </message>
    <message>
        <location filename="../qml/AskingPage.qml" line="27"/>
        <source>请稍候，不用再按</source>
        <translation>One moment, no need to press again</translation>
    </message>
</context>
<context>
    <name>Banners</name>
    <message>
        <location filename="../qml/Banners.qml" line="54"/>
        <source>本机暂时不能打印号票（%1）</source>
        <translation>This machine cannot print slips now (%1)</translation>
    </message>
    <message>
        <location filename="../qml/Banners.qml" line="55"/>
        <source>可以照常取号：号码显示在屏幕上，请拍照或记下。</source>
        <translation>You can still take a ticket: the number is shown on the screen. Please photograph or note it.</translation>
    </message>
</context>
<context>
    <name>Basket</name>
    <message numerus="yes">
        <location filename="../qml/Basket.qml" line="25"/>
        <source>已选 %n 项，请再选一项</source>
        <translation>
            <numerusform>%n service chosen. Please choose one more.</numerusform>
            <numerusform>%n services chosen. Please choose one more.</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../qml/Basket.qml" line="39"/>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <location filename="../qml/Basket.qml" line="51"/>
        <source>不再添加</source>
        <translation>Add no more</translation>
    </message>
</context>
<context>
    <name>ChosenCard</name>
    <message>
        <location filename="../qml/ChosenCard.qml" line="89"/>
        <source>暂无开放窗口，取号后请留意屏幕</source>
        <translation>No window open yet; please watch the screens</translation>
    </message>
    <message>
        <location filename="../qml/ChosenCard.qml" line="89"/>
        <source>%1 窗口办理</source>
        <translation>At window %1</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="24"/>
        <source>请确认要办的事</source>
        <translation>Please confirm your choice</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="25"/>
        <source>重新选择</source>
        <translation>Choose again</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="37"/>
        <source>哪边快先办哪边</source>
        <translation>Quickest first</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="37"/>
        <source>按选择的顺序办</source>
        <translation>In this order</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="77"/>
        <source>前面等候</source>
        <translation>Ahead of you</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="79"/>
        <source>人</source>
        <comment>unit after a number</comment>
        <translation>waiting</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="83"/>
        <source>预计等待</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="147"/>
        <source>再加一项</source>
        <translation>Add another</translation>
    </message>
    <message>
        <location filename="../qml/ConfirmPage.qml" line="159"/>
        <source>取号</source>
        <translation>Take a ticket</translation>
    </message>
</context>
<context>
    <name>DepartmentTile</name>
    <message>
        <location filename="../qml/DepartmentTile.qml" line="53"/>
        <source>%1 窗口</source>
        <translation>%1 open</translation>
    </message>
    <message>
        <location filename="../qml/DepartmentTile.qml" line="53"/>
        <source>未开窗</source>
        <translation>none open</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <location filename="../qml/Footer.qml" line="33"/>
        <source>标准字号</source>
        <translation>Standard</translation>
    </message>
    <message>
        <location filename="../qml/Footer.qml" line="33"/>
        <source>长辈大字</source>
        <translation>Large text</translation>
    </message>
    <message>
        <location filename="../qml/Footer.qml" line="70"/>
        <source>需要帮助请到导服台</source>
        <translation>Ask the guide desk</translation>
    </message>
    <message>
        <location filename="../qml/Footer.qml" line="79"/>
        <source>电话 %1</source>
        <translation>Phone %1</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <location filename="../qml/Header.qml" line="79"/>
        <source>一次取号 · 各部门通办</source>
        <translation>One ticket · every department</translation>
    </message>
    <message>
        <location filename="../qml/Header.qml" line="87"/>
        <source>演练</source>
        <translation>PRACTICE</translation>
    </message>
</context>
<context>
    <name>HomeLandscape</name>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="61"/>
        <source>热门事项</source>
        <translation>Most wanted</translation>
    </message>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="62"/>
        <source>大厅现有 %1 人等候</source>
        <translation>%1 waiting in the hall</translation>
    </message>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="111"/>
        <source>高效办成一件事</source>
        <translation>Several departments, one go</translation>
    </message>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="112"/>
        <source>几个部门的事，一次办</source>
        <translation>One ticket for all of it</translation>
    </message>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="162"/>
        <source>全部部门</source>
        <translation>All departments</translation>
    </message>
    <message>
        <location filename="../qml/HomeLandscape.qml" line="163"/>
        <source>按部门选择要办的事</source>
        <translation>Choose by department</translation>
    </message>
</context>
<context>
    <name>HomePortrait</name>
    <message>
        <location filename="../qml/HomePortrait.qml" line="64"/>
        <source>热门事项</source>
        <translation>Most wanted</translation>
    </message>
    <message>
        <location filename="../qml/HomePortrait.qml" line="65"/>
        <source>大厅现有 %1 人等候</source>
        <translation>%1 waiting in the hall</translation>
    </message>
    <message>
        <location filename="../qml/HomePortrait.qml" line="109"/>
        <source>高效办成一件事</source>
        <translation>Several departments, one go</translation>
    </message>
    <message>
        <location filename="../qml/HomePortrait.qml" line="110"/>
        <source>几个部门的事，一次办</source>
        <translation>One ticket for all of it</translation>
    </message>
    <message>
        <location filename="../qml/HomePortrait.qml" line="165"/>
        <source>全部部门</source>
        <translation>All departments</translation>
    </message>
    <message>
        <location filename="../qml/HomePortrait.qml" line="166"/>
        <source>按部门选择要办的事</source>
        <translation>Choose by department</translation>
    </message>
</context>
<context>
    <name>ItemCard</name>
    <message>
        <location filename="../qml/ItemCard.qml" line="86"/>
        <source>暂停取号</source>
        <translation>No tickets now</translation>
    </message>
    <message>
        <location filename="../qml/ItemCard.qml" line="87"/>
        <source>可以取号</source>
        <translation>Tickets available</translation>
    </message>
    <message>
        <location filename="../qml/ItemCard.qml" line="88"/>
        <source>暂无开放窗口</source>
        <translation>No window open</translation>
    </message>
    <message>
        <location filename="../qml/ItemCard.qml" line="89"/>
        <source>%1 窗口</source>
        <comment>labels of windows</comment>
        <translation>Window %1</translation>
    </message>
    <message>
        <location filename="../qml/ItemCard.qml" line="90"/>
        <source>%1 窗口 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <location filename="../qml/ItemCard.qml" line="114"/>
        <source>人等候</source>
        <comment>below a number</comment>
        <translation>waiting</translation>
    </message>
</context>
<context>
    <name>ItemTile</name>
    <message>
        <location filename="../qml/ItemTile.qml" line="56"/>
        <source>未开窗</source>
        <translation>none open</translation>
    </message>
</context>
<context>
    <name>ItemsPage</name>
    <message>
        <location filename="../qml/ItemsPage.qml" line="25"/>
        <source>高效办成一件事</source>
        <translation>Several departments, one go</translation>
    </message>
</context>
<context>
    <name>NeedsCard</name>
    <message>
        <location filename="../qml/NeedsCard.qml" line="39"/>
        <source>需要引导</source>
        <translation>Fetch me</translation>
    </message>
    <message>
        <location filename="../qml/NeedsCard.qml" line="47"/>
        <source>看、听、走不便，或讲民族语言</source>
        <translation>Seeing, hearing, walking, language</translation>
    </message>
</context>
<context>
    <name>NeedsPage</name>
    <message>
        <location filename="../qml/NeedsPage.qml" line="23"/>
        <source>需要引导或语言帮助</source>
        <translation>Shall somebody fetch you?</translation>
    </message>
    <message>
        <location filename="../qml/NeedsPage.qml" line="33"/>
        <source>叫到您时，导服人员会来接您。只有导服台和办理窗口能看到，当天结束即清除。</source>
        <translation>When you are called, a guide comes to you. Only the guide desk and your window see this, and it is erased when the day ends.</translation>
    </message>
    <message>
        <location filename="../qml/NeedsPage.qml" line="95"/>
        <source>好了</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>NoticeSheet</name>
    <message>
        <location filename="../qml/NoticeSheet.qml" line="24"/>
        <source>请留意</source>
        <translation>Please note</translation>
    </message>
    <message>
        <location filename="../qml/NoticeSheet.qml" line="33"/>
        <source>知道了</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>NumberCard</name>
    <message>
        <location filename="../qml/NumberCard.qml" line="40"/>
        <source>取号成功，请记住您的号码</source>
        <translation>Your ticket is ready</translation>
    </message>
    <message>
        <location filename="../qml/NumberCard.qml" line="86"/>
        <source>演练号，不办业务</source>
        <translation>Practice, not valid</translation>
    </message>
    <message>
        <location filename="../qml/NumberCard.qml" line="127"/>
        <source>前面等候</source>
        <translation>Ahead of you</translation>
    </message>
    <message>
        <location filename="../qml/NumberCard.qml" line="127"/>
        <source>人</source>
        <comment>unit after a number</comment>
        <translation>waiting</translation>
    </message>
    <message>
        <location filename="../qml/NumberCard.qml" line="128"/>
        <source>预计等待</source>
        <translation>Expected wait</translation>
    </message>
    <message>
        <location filename="../qml/NumberCard.qml" line="129"/>
        <source>取号时间</source>
        <translation>Taken at</translation>
    </message>
</context>
<context>
    <name>PageTitle</name>
    <message>
        <location filename="../qml/PageTitle.qml" line="13"/>
        <source>返回</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <location filename="../qml/Pager.qml" line="21"/>
        <source>上一页</source>
        <translation>Previous</translation>
    </message>
    <message>
        <location filename="../qml/Pager.qml" line="40"/>
        <source>下一页</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>PapersCard</name>
    <message>
        <location filename="../qml/PapersCard.qml" line="35"/>
        <source>请带好这些材料</source>
        <translation>Please bring</translation>
    </message>
    <message>
        <location filename="../qml/PapersCard.qml" line="35"/>
        <source>不需要带材料</source>
        <translation>No papers needed</translation>
    </message>
</context>
<context>
    <name>PlacesCard</name>
    <message>
        <location filename="../qml/PlacesCard.qml" line="30"/>
        <source>叫到号时，请到下列窗口</source>
        <translation>When your number is called, go to</translation>
    </message>
</context>
<context>
    <name>PriorityCard</name>
    <message>
        <location filename="../qml/PriorityCard.qml" line="52"/>
        <source>我需要优先办理</source>
        <translation>I need priority service</translation>
    </message>
    <message>
        <location filename="../qml/PriorityCard.qml" line="59"/>
        <source>老年人、残疾人、军人、孕妇等</source>
        <translation>Elderly, disabled, servicemen, pregnant</translation>
    </message>
</context>
<context>
    <name>PriorityPage</name>
    <message>
        <location filename="../qml/PriorityPage.qml" line="25"/>
        <source>请选择优先办理的理由</source>
        <translation>Why may you go first?</translation>
    </message>
    <message>
        <location filename="../qml/PriorityPage.qml" line="35"/>
        <source>由您本人声明，随号票记录并保密；办理时窗口可能请您出示证件。</source>
        <translation>You say so yourself. It is kept with the ticket and not shown; the window may ask for a document.</translation>
    </message>
    <message>
        <location filename="../qml/PriorityPage.qml" line="91"/>
        <source>以上都不是，返回</source>
        <translation>None of these, back</translation>
    </message>
</context>
<context>
    <name>QrCard</name>
    <message>
        <location filename="../qml/QrCard.qml" line="45"/>
        <source>微信扫一扫，接收叫号提醒</source>
        <translation>Scan with WeChat for call reminders</translation>
    </message>
    <message>
        <location filename="../qml/QrCard.qml" line="51"/>
        <source>手机上能看到前面还有几人，不用一直守着屏幕。</source>
        <translation>Your phone shows how many are ahead, so you need not watch the screens.</translation>
    </message>
</context>
<context>
    <name>SearchButton</name>
    <message>
        <location filename="../qml/SearchButton.qml" line="37"/>
        <source>搜索要办的事</source>
        <translation>Search for a service</translation>
    </message>
    <message>
        <location filename="../qml/SearchButton.qml" line="37"/>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
    <message>
        <location filename="../qml/SearchButton.qml" line="47"/>
        <source>输入拼音首字母，如“社保卡”按 S B K</source>
        <translation>Just a few letters: P A S S for passport</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <location filename="../qml/SearchPage.qml" line="29"/>
        <source>搜索要办的事</source>
        <translation>Search for a service</translation>
    </message>
    <message>
        <location filename="../qml/SearchPage.qml" line="72"/>
        <source>请输入拼音首字母或拼音</source>
        <translation>Type letters of the service</translation>
    </message>
    <message numerus="yes">
        <location filename="../qml/SearchPage.qml" line="81"/>
        <source>%n 项</source>
        <translation>
            <numerusform>%n found</numerusform>
            <numerusform>%n found</numerusform>
        </translation>
    </message>
    <message>
        <location filename="../qml/SearchPage.qml" line="144"/>
        <source>按字母，马上出结果</source>
        <translation>Results appear as you type</translation>
    </message>
    <message>
        <location filename="../qml/SearchPage.qml" line="144"/>
        <source>没有找到“%1”</source>
        <translation>Nothing found for “%1”</translation>
    </message>
    <message>
        <location filename="../qml/SearchPage.qml" line="145"/>
        <source>身份证按 S F Z，公积金按 G J J，护照按 H Z。拼音全拼也可以。</source>
        <translation>English words and pinyin both work: P A S S or H U Z H A O for a passport.</translation>
    </message>
    <message>
        <location filename="../qml/SearchPage.qml" line="146"/>
        <source>请删掉一个字母再试，或返回按部门选择，也可以问导服台。</source>
        <translation>Delete a letter and try again, go back and choose by department, or ask the guide desk.</translation>
    </message>
</context>
<context>
    <name>SlipCard</name>
    <message>
        <location filename="../qml/SlipCard.qml" line="47"/>
        <source>号票没有打印出来：%1</source>
        <translation>The slip did not come out: %1</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="48"/>
        <source>请拍下号码，本机不打印号票</source>
        <translation>Please photograph your number; this machine prints no slips</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="49"/>
        <source>请取走您的号票</source>
        <translation>Please take your slip</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="49"/>
        <source>正在打印号票</source>
        <translation>Printing your slip</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="56"/>
        <source>号码有效，请拍照或记下。已通知导服台。</source>
        <translation>Your number is valid: please photograph or note it. The guide desk has been told.</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="57"/>
        <source>凭屏幕上的号码等候叫号即可。</source>
        <translation>Wait for the number on this screen to be called.</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="58"/>
        <source>凭号票等候叫号，请留意大厅屏幕。</source>
        <translation>Keep it until you are called, and watch the screens in the hall.</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="58"/>
        <source>请在下方出票口取走。</source>
        <translation>It comes out below.</translation>
    </message>
    <message>
        <location filename="../qml/SlipCard.qml" line="74"/>
        <source>补打</source>
        <translation>Reprint</translation>
    </message>
</context>
<context>
    <name>SorryPage</name>
    <message>
        <location filename="../qml/SorryPage.qml" line="26"/>
        <source>很抱歉，没有取到号</source>
        <translation>Sorry, no ticket was issued</translation>
    </message>
    <message>
        <location filename="../qml/SorryPage.qml" line="26"/>
        <source>很抱歉，还没有得到答复</source>
        <translation>Sorry, there is no answer yet</translation>
    </message>
    <message>
        <location filename="../qml/SorryPage.qml" line="42"/>
        <source>可以再试一次；着急请到导服台，工作人员会帮您取号。</source>
        <translation>You may try again. If it is urgent, the guide desk will help you.</translation>
    </message>
    <message>
        <location filename="../qml/SorryPage.qml" line="43"/>
        <source>请到导服台，工作人员会帮您办理。</source>
        <translation>The guide desk will help you.</translation>
    </message>
    <message>
        <location filename="../qml/SorryPage.qml" line="60"/>
        <source>返回首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <location filename="../qml/SorryPage.qml" line="70"/>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>StartingPage</name>
    <message>
        <location filename="../qml/StartingPage.qml" line="22"/>
        <source>正在读取大厅信息</source>
        <translation>Reading about the hall</translation>
    </message>
    <message>
        <location filename="../qml/StartingPage.qml" line="22"/>
        <source>正在连接大厅主机</source>
        <translation>Connecting to the hall</translation>
    </message>
    <message>
        <location filename="../qml/StartingPage.qml" line="29"/>
        <source>需要取号请先到导服台</source>
        <translation>For a ticket, please ask the guide desk meanwhile</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <location filename="../qml/StatusLine.qml" line="29"/>
        <source>暂停取号</source>
        <translation>No tickets now</translation>
    </message>
    <message>
        <location filename="../qml/StatusLine.qml" line="29"/>
        <source>无人等候</source>
        <translation>No queue</translation>
    </message>
    <message>
        <location filename="../qml/StatusLine.qml" line="29"/>
        <source>%1 人等候</source>
        <translation>%1 waiting</translation>
    </message>
    <message>
        <location filename="../qml/StatusLine.qml" line="29"/>
        <source>可以取号</source>
        <translation>Tickets available</translation>
    </message>
</context>
<context>
    <name>StayBar</name>
    <message>
        <location filename="../qml/StayBar.qml" line="36"/>
        <source>即将返回首页，请记住您的号码 %1</source>
        <translation>Going home soon. Please remember your number %1</translation>
    </message>
    <message>
        <location filename="../qml/StayBar.qml" line="37"/>
        <source>还在使用吗？即将返回首页</source>
        <translation>Still there? Going back to the first page soon</translation>
    </message>
    <message>
        <location filename="../qml/StayBar.qml" line="51"/>
        <source>更多时间</source>
        <translation>More time</translation>
    </message>
</context>
<context>
    <name>TakenPage</name>
    <message>
        <location filename="../qml/TakenPage.qml" line="79"/>
        <source>完成</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>ThemeTile</name>
    <message>
        <location filename="../qml/ThemeTile.qml" line="43"/>
        <source>暂停取号</source>
        <translation>No tickets now</translation>
    </message>
    <message>
        <location filename="../qml/ThemeTile.qml" line="43"/>
        <source>无人等候</source>
        <translation>No queue</translation>
    </message>
    <message>
        <location filename="../qml/ThemeTile.qml" line="43"/>
        <source>%1 人等候</source>
        <translation>%1 waiting</translation>
    </message>
    <message>
        <location filename="../qml/ThemeTile.qml" line="43"/>
        <source>可以取号</source>
        <translation>Tickets available</translation>
    </message>
    <message>
        <location filename="../qml/ThemeTile.qml" line="52"/>
        <source>未开窗</source>
        <translation>none open</translation>
    </message>
</context>
<context>
    <name>ThemesButton</name>
    <message>
        <location filename="../qml/ThemesButton.qml" line="32"/>
        <source>高效办成一件事（%1 项）</source>
        <translation>Several departments, one go (%1)</translation>
    </message>
</context>
</TS>
