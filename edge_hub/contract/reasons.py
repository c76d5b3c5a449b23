"""Every "no" of the hub, with the sentence a person reads. The table is asserted complete at import of the tests.

A sentence says what is so and what to do; `{name}` are filled from the details of the rejection.
"""

from enum import StrEnum

from .base import Words


class Reason(StrEnum):
    """Why a command was refused. The name is stable: screens, logs and tests use it."""

    HALL_CLOSED = "HALL_CLOSED"
    NO_MORE_TICKETS = "NO_MORE_TICKETS"
    ITEM_CLOSED = "ITEM_CLOSED"
    ITEM_UNKNOWN = "ITEM_UNKNOWN"
    WHY_NEEDED = "WHY_NEEDED"
    NOT_OF_THIS_DESK = "NOT_OF_THIS_DESK"
    WRITTEN_TWICE = "WRITTEN_TWICE"
    TAKEN_TOO_LATE = "TAKEN_TOO_LATE"
    TAKEN_TOO_EARLY = "TAKEN_TOO_EARLY"
    NOT_ONE_PERSON = "NOT_ONE_PERSON"
    NOTHING_TO_LIFT = "NOTHING_TO_LIFT"
    UNTIL_WRONG = "UNTIL_WRONG"
    ANNOUNCEMENTS_MANY = "ANNOUNCEMENTS_MANY"
    ANNOUNCEMENT_UNKNOWN = "ANNOUNCEMENT_UNKNOWN"
    ITEM_NOT_HERE = "ITEM_NOT_HERE"
    DAILY_CAP = "DAILY_CAP"
    PERSON_LIMIT = "PERSON_LIMIT"
    PERSON_NEEDED = "PERSON_NEEDED"
    TOO_MANY_ITEMS = "TOO_MANY_ITEMS"
    CLASS_UNKNOWN = "CLASS_UNKNOWN"
    GROUND_NEEDED = "GROUND_NEEDED"
    CLASS_BY_CHECK_IN = "CLASS_BY_CHECK_IN"
    TICKET_UNKNOWN = "TICKET_UNKNOWN"
    TICKET_MOVED = "TICKET_MOVED"
    TICKET_OF_ANOTHER_WINDOW = "TICKET_OF_ANOTHER_WINDOW"
    WINDOW_UNKNOWN = "WINDOW_UNKNOWN"
    WINDOW_BUSY = "WINDOW_BUSY"
    WINDOW_EMPTY = "WINDOW_EMPTY"
    WINDOW_NOT_OPEN = "WINDOW_NOT_OPEN"
    WINDOW_STATE = "WINDOW_STATE"
    NOBODY_WAITS = "NOBODY_WAITS"
    RECALLED_ENOUGH = "RECALLED_ENOUGH"
    TOO_LATE = "TOO_LATE"
    TOO_EARLY = "TOO_EARLY"
    WINDOW_UNSTAFFED = "WINDOW_UNSTAFFED"
    SERVICE_UNKNOWN = "SERVICE_UNKNOWN"
    RATED_ALREADY = "RATED_ALREADY"
    RATING_CLOSED = "RATING_CLOSED"
    NOT_RATED = "NOT_RATED"
    TAGS_OF_ANOTHER_LEVEL = "TAGS_OF_ANOTHER_LEVEL"
    CLERK_UNKNOWN = "CLERK_UNKNOWN"
    PIN_WRONG = "PIN_WRONG"
    PIN_NEEDED = "PIN_NEEDED"
    CARD_UNKNOWN = "CARD_UNKNOWN"
    CARD_TAKEN = "CARD_TAKEN"
    CLERK_LOCKED = "CLERK_LOCKED"
    CLERK_ELSEWHERE = "CLERK_ELSEWHERE"
    CLERK_NOT_FOR_WINDOW = "CLERK_NOT_FOR_WINDOW"
    NO_TICKET_MACHINE = "NO_TICKET_MACHINE"
    MACHINE_AWAY = "MACHINE_AWAY"
    REPRINT_PENDING = "REPRINT_PENDING"
    REPRINT_OVER = "REPRINT_OVER"
    NOT_SIGNED_IN = "NOT_SIGNED_IN"
    NO_APPOINTMENTS = "NO_APPOINTMENTS"
    NO_SUCH_DAY = "NO_SUCH_DAY"
    NO_SLOTS = "NO_SLOTS"
    NO_SUCH_SLOT = "NO_SUCH_SLOT"
    SLOT_OUT_OF_REACH = "SLOT_OUT_OF_REACH"
    SLOT_FULL = "SLOT_FULL"
    BOOKED_ALREADY = "BOOKED_ALREADY"
    HAS_APPOINTMENT = "HAS_APPOINTMENT"
    APPOINTMENT_UNKNOWN = "APPOINTMENT_UNKNOWN"
    APPOINTMENT_OVER = "APPOINTMENT_OVER"
    APPOINTMENT_USED = "APPOINTMENT_USED"
    APPOINTMENT_LATER = "APPOINTMENT_LATER"
    PERSON_QUEUES = "PERSON_QUEUES"
    NEED_UNKNOWN = "NEED_UNKNOWN"
    NUMBERS_SPENT = "NUMBERS_SPENT"
    DAY_OVER = "DAY_OVER"
    NUMBER_TAKEN = "NUMBER_TAKEN"
    FORGED = "FORGED"
    DEVICE_UNKNOWN = "DEVICE_UNKNOWN"
    DEVICE_REVOKED = "DEVICE_REVOKED"
    REVOKED_ALREADY = "REVOKED_ALREADY"
    CLAIM_UNKNOWN = "CLAIM_UNKNOWN"
    CLAIM_DIFFERS = "CLAIM_DIFFERS"
    NOT_ALLOWED = "NOT_ALLOWED"
    STALE = "STALE"
    EXPIRED = "EXPIRED"
    WRONG_EPOCH = "WRONG_EPOCH"
    ID_REUSED = "ID_REUSED"
    MALFORMED = "MALFORMED"
    TOO_LARGE = "TOO_LARGE"
    ROLE_NEEDED = "ROLE_NEEDED"
    CONFIGURATION_UNKNOWN = "CONFIGURATION_UNKNOWN"
    CONFIGURATION_BROKEN = "CONFIGURATION_BROKEN"
    CONFIGURATION_BLOCKED = "CONFIGURATION_BLOCKED"
    BUSY = "BUSY"
    NO_ROOM = "NO_ROOM"


SENTENCES: dict[Reason, Words] = {
    Reason.HALL_CLOSED: Words(
        zh="大厅现在不办公，{reopens}再来取号。", en="The hall is closed now. Please come back {reopens}."
    ),
    Reason.NO_MORE_TICKETS: Words(
        zh="本时段取号已截止，{reopens}再来取号；着急请找导服台。",
        en="No more tickets for this session. Please come back {reopens}, or ask the guide desk if it is urgent.",
    ),
    Reason.ITEM_CLOSED: Words(
        zh="“{item}”暂停取号（{why}），请咨询导服台。", en="No tickets for “{item}” now ({why}). Please ask the guide desk."
    ),
    Reason.ITEM_UNKNOWN: Words(zh="没有这个事项，请重新选择。", en="There is no such item. Please choose again."),
    Reason.WHY_NEEDED: Words(zh="请写明原因。", en="Please give the reason."),
    Reason.NOT_OF_THIS_DESK: Words(
        zh="{number} 不是本台的手写号；这个事项请用 {first} 至 {last}。",
        en="{number} is no written number of this desk; for this item use {first} to {last}.",
    ),
    Reason.TAKEN_TOO_LATE: Words(
        zh="手写号的时间 {told} 还没有到，大厅现在是 {now}，请核对日期和时间。",
        en="The time of the written number, {told}, is still to come: it is {now} in the hall. Please check day and time.",
    ),
    Reason.TAKEN_TOO_EARLY: Words(
        zh="手写号的时间 {told} 早于今天开门的时间 {opens}，请核对日期和时间。",
        en="The time of the written number, {told}, is before the hall opened today at {opens}. Please check day and time.",
    ),
    Reason.WRITTEN_TWICE: Words(
        zh="{number} 已登记给另一张号票，请核对。", en="{number} is registered for another ticket. Please check."
    ),
    Reason.NOT_ONE_PERSON: Words(
        zh="{number} 和 {other} 不能合并：不是同一个人的两张号票。",
        en="{number} and {other} cannot be merged: they are not two tickets of one person.",
    ),
    Reason.NOTHING_TO_LIFT: Words(
        zh="{number} 的持票人没有达到“{item}”的每日限次，不用放宽。",
        en="The holder of {number} has not reached the daily limit of “{item}”: there is nothing to lift.",
    ),
    Reason.UNTIL_WRONG: Words(
        zh="公告的截止时间 {until} 不行：要在现在（{now}）之后、{days} 天之内。",
        en="The announcement cannot end at {until}: it must be after now ({now}) and within {days} days.",
    ),
    Reason.ANNOUNCEMENTS_MANY: Words(
        zh="已有 {max} 条公告，请先撤下一条。", en="There are {max} announcements already. Please end one first."
    ),
    Reason.ANNOUNCEMENT_UNKNOWN: Words(zh="没有这条公告。", en="There is no such announcement."),
    Reason.ITEM_NOT_HERE: Words(zh="本窗口不办“{item}”。", en="This window does not handle “{item}”."),
    Reason.DAILY_CAP: Words(
        zh="“{item}”今天的号已取完，请改天再来。",
        en="All tickets for “{item}” are taken today. Please come another day.",
    ),
    Reason.PERSON_LIMIT: Words(
        zh="您今天已取过“{item}”的号，不能再取；有特殊情况请找导服台。",
        en="You already have a ticket for “{item}” today. Please ask the guide desk if you need another.",
    ),
    Reason.PERSON_NEEDED: Words(
        zh="“{item}”需要刷身份证取号。", en="Please use your ID card to take a ticket for “{item}”."
    ),
    Reason.TOO_MANY_ITEMS: Words(zh="一张号票最多办 {max} 个事项。", en="One ticket can carry at most {max} items."),
    Reason.CLASS_UNKNOWN: Words(zh="没有这种优先类别。", en="There is no such priority class."),
    Reason.GROUND_NEEDED: Words(
        zh="类别“{cls}”要写明优先理由：{grounds}。", en="The class “{cls}” needs one of its reasons: {grounds}."
    ),
    Reason.CLASS_BY_CHECK_IN: Words(
        zh="“{cls}”号只在凭预约签到时给出；没有预约请选其他类别。",
        en="A ticket of the class “{cls}” is given by checking in with the appointment only. Without one, choose another"
        " class.",
    ),
    Reason.TICKET_UNKNOWN: Words(zh="没有找到这张号票。", en="This ticket was not found."),
    Reason.TICKET_MOVED: Words(
        zh="{number} 现在是“{state}”，不能这样操作。", en="{number} is now “{state}”; this is not possible."
    ),
    Reason.TICKET_OF_ANOTHER_WINDOW: Words(
        zh="{number} 由 {window} 窗口办理。", en="{number} belongs to window {window}."
    ),
    Reason.WINDOW_UNKNOWN: Words(zh="没有这个窗口。", en="There is no such window."),
    Reason.WINDOW_BUSY: Words(
        zh="窗口正在办理 {number}，请先结束。", en="The window is serving {number}. Finish it first."
    ),
    Reason.WINDOW_EMPTY: Words(zh="窗口现在没有号票。", en="There is no ticket at the window."),
    Reason.WINDOW_NOT_OPEN: Words(zh="窗口没有开放，请先开始服务。", en="The window is not open. Open it first."),
    Reason.WINDOW_STATE: Words(
        zh="窗口现在是“{state}”，不能这样操作。", en="The window is “{state}”; this is not possible."
    ),
    Reason.NOBODY_WAITS: Words(zh="现在没有人等候。", en="Nobody is waiting."),
    Reason.RECALLED_ENOUGH: Words(
        zh="已重呼 {max} 次，可以过号。", en="Recalled {max} times already. You may mark a no-show."
    ),
    Reason.TOO_LATE: Words(
        zh="已超过 {limit} 秒，不能撤销。", en="More than {limit} seconds have passed; it cannot be undone."
    ),
    Reason.TOO_EARLY: Words(
        zh="刚叫号不久，请再等 {left} 秒或重呼。", en="Just called. Please wait {left} more seconds, or call again."
    ),
    Reason.WINDOW_UNSTAFFED: Words(
        zh="{window} 窗口现在没有人，不能转过去。", en="Nobody is at window {window} now; choose another."
    ),
    Reason.SERVICE_UNKNOWN: Words(zh="没有找到这次服务。", en="This service was not found."),
    Reason.RATED_ALREADY: Words(
        zh="这次服务已经评价过，谢谢您。", en="This service has been rated already. Thank you."
    ),
    Reason.RATING_CLOSED: Words(zh="这次服务的评价时间已过。", en="The time for rating this service is over."),
    Reason.NOT_RATED: Words(zh="请先选择满意度。", en="Please choose a rating first."),
    Reason.TAGS_OF_ANOTHER_LEVEL: Words(
        zh="所选标签不属于这个满意度。", en="The chosen tags do not belong to this rating."
    ),
    Reason.CLERK_UNKNOWN: Words(zh="工号或密码不对。", en="Staff number or PIN is wrong."),
    Reason.PIN_WRONG: Words(zh="工号或密码不对。", en="Staff number or PIN is wrong."),
    Reason.PIN_NEEDED: Words(zh="刷卡后请再输入密码。", en="After the card, please type your PIN."),
    Reason.CARD_UNKNOWN: Words(
        zh="这张卡没有登记，请用工号登录或找管理员。",
        en="This card is not registered. Sign in by staff number or ask an administrator.",
    ),
    Reason.CARD_TAKEN: Words(
        zh="这张卡已登记给工号 {clerk}。", en="This card is registered to staff number {clerk} already."
    ),
    Reason.CLERK_LOCKED: Words(
        zh="密码多次输错，请 {minutes} 分钟后再试或找管理员。",
        en="Too many wrong PINs. Try again in {minutes} minutes or ask an administrator.",
    ),
    Reason.CLERK_ELSEWHERE: Words(
        zh="您已在 {window} 窗口登录，请先退出。", en="You are signed in at window {window}. Sign out there first."
    ),
    Reason.CLERK_NOT_FOR_WINDOW: Words(zh="您没有在本窗口服务的权限。", en="You are not assigned to this window."),
    Reason.NO_TICKET_MACHINE: Words(
        zh="“{device}”不是本大厅的取号机。", en="“{device}” is no ticket machine of this hall."
    ),
    Reason.MACHINE_AWAY: Words(
        zh="取号机 {device} 现在离线，没有补打，请换一台。",
        en="The ticket machine {device} is away now; nothing was printed. Choose another.",
    ),
    Reason.REPRINT_PENDING: Words(
        zh="{number} 正在 {device} 补打，请稍候。", en="{number} is being printed at {device} already. Please wait."
    ),
    Reason.REPRINT_OVER: Words(zh="这次补打已经结束。", en="This reprint is over already."),
    Reason.NOT_SIGNED_IN: Words(zh="请先登录。", en="Please sign in first."),
    Reason.NO_APPOINTMENTS: Words(
        zh="“{item}”不用预约，来了直接取号。", en="“{item}” takes no appointments. Just take a ticket when you come."
    ),
    Reason.NO_SUCH_DAY: Words(zh="日历上没有 {day} 这一天{next}。", en="No calendar has the day {day}{next}."),
    Reason.NO_SLOTS: Words(
        zh="“{item}”在 {day} 没有预约时段{next}。", en="There are no slots for “{item}” on {day}{next}."
    ),
    Reason.NO_SUCH_SLOT: Words(
        zh="{day} 没有 {start} 开始的“{item}”预约时段。", en="“{item}” has no slot that begins at {start} on {day}."
    ),
    Reason.SLOT_OUT_OF_REACH: Words(
        zh="只能预约今天起 {days} 天内、还没有开始的时段。", en="Only slots that have not begun, up to {days} days ahead, can be booked."
    ),
    Reason.SLOT_FULL: Words(
        zh="“{item}”的这个时段已约满，请换一个时段。", en="This slot of “{item}” is full. Please choose another."
    ),
    Reason.BOOKED_ALREADY: Words(
        zh="已经预约了“{item}”（{when}），可以改约或取消。", en="“{item}” is booked already ({when}). Move or cancel that appointment."
    ),
    Reason.HAS_APPOINTMENT: Words(
        zh="您预约了“{item}”（{when}），请用预约签到，不用再排队。",
        en="You have an appointment for “{item}” ({when}). Please check in with it; there is no need to queue.",
    ),
    Reason.APPOINTMENT_UNKNOWN: Words(
        zh="没有找到这个预约，请核对预约码或咨询导服台。", en="This appointment was not found. Please check the code, or ask the guide desk."
    ),
    Reason.APPOINTMENT_OVER: Words(
        zh="这个预约{state}，请直接取号。", en="This appointment is {state}. Please take a ticket."
    ),
    Reason.APPOINTMENT_USED: Words(
        zh="这个预约已签到，您的号是 {number}，不用再取号。", en="This appointment is checked in: your number is {number}."
    ),
    Reason.APPOINTMENT_LATER: Words(
        zh="您预约的时段是{when}，{from_when}起可以签到。", en="Your appointment is {when}. You can check in from {from_when}."
    ),
    Reason.PERSON_QUEUES: Words(
        zh="您今天已有“{item}”的号 {number}，不用再排队。", en="You already have number {number} for “{item}” today."
    ),
    Reason.NEED_UNKNOWN: Words(
        zh="没有这种引导需要，请重新选择。", en="There is no such need. Please choose again."
    ),
    Reason.NUMBERS_SPENT: Words(
        zh="本机今天的备用号码已用完。", en="The spare numbers of this machine are used up for today."
    ),
    Reason.DAY_OVER: Words(
        zh="{number} 是 {day} 的号，当天已结束；已转导服台。",
        en="{number} is of {day}, which is over; the guide desk has been told.",
    ),
    Reason.NUMBER_TAKEN: Words(
        zh="{number} 已被另一张号票使用；已转导服台。",
        en="{number} belongs to another ticket already; the guide desk has been told.",
    ),
    Reason.FORGED: Words(
        zh="{number} 不是本大厅发出的号；已转导服台。",
        en="{number} was not lent by this hall; the guide desk has been told.",
    ),
    Reason.DEVICE_UNKNOWN: Words(
        zh="大厅不认识这台设备，请联系管理员。", en="The hall does not know this device. Please call the administrator."
    ),
    Reason.DEVICE_REVOKED: Words(
        zh="这台设备已被停用，请联系管理员。", en="This device has been revoked. Please call the administrator."
    ),
    Reason.REVOKED_ALREADY: Words(
        zh="设备 {device} 已于 {when} 停用，不用再停用；要重新使用，请在设备上申请接入。",
        en="{device} was put out at {when} already. To use it again, ask on the device to be let in.",
    ),
    Reason.CLAIM_UNKNOWN: Words(
        zh="没有设备以这个验证码申请接入：请核对设备屏幕上的8位码，或在设备上重新申请。",
        en="No device asks to be let in with this code. Compare it with the device's screen, or ask again there.",
    ),
    Reason.CLAIM_DIFFERS: Words(
        zh="指纹与主机看到的不一致：有人可能在中间冒充，不要批准，请检查网络。",
        en="The fingerprint is not what the hub sees: somebody may sit between. Do not approve; look at the network.",
    ),
    Reason.NOT_ALLOWED: Words(zh="这台设备不能这样操作。", en="This device may not do that."),
    Reason.STALE: Words(
        zh="情况已经变化，请看最新画面再操作。", en="Things have changed. Look at the screen and try again."
    ),
    Reason.EXPIRED: Words(
        zh="操作到达太晚，没有执行，请再按一次。",
        en="The command came too late and was not carried out. Please press again.",
    ),
    Reason.WRONG_EPOCH: Words(zh="主机刚刚切换，请再按一次。", en="The hub has just changed over. Please press again."),
    Reason.ID_REUSED: Words(
        zh="操作编号重复，没有执行。", en="The command id was used before for something else; nothing was done."
    ),
    Reason.MALFORMED: Words(zh="收到的内容不合规定：{fault}", en="The message is malformed: {fault}"),
    Reason.TOO_LARGE: Words(
        zh="收到的内容过大（上限 {max} 字节）。", en="The message is too large (limit {max} bytes)."
    ),
    Reason.NO_ROOM: Words(
        zh="主机磁盘空间不足，暂时只能取号、叫号和结束服务。", en="The hub's disk is nearly full: only taking, calling and finishing work now."
    ),
    Reason.ROLE_NEEDED: Words(zh="只有{roles}可以这样操作。", en="Only a {roles} may do that."),
    Reason.CONFIGURATION_UNKNOWN: Words(
        zh="主机没有这个版本的配置，请重新上传。", en="The hub does not have this configuration. Bring it again."
    ),
    Reason.CONFIGURATION_BROKEN: Words(
        zh="配置有误，没有改变任何内容：{fault}", en="The configuration has a fault, nothing was changed: {fault}."
    ),
    Reason.CONFIGURATION_BLOCKED: Words(
        zh="现在不能更改配置：{what}{more}。", en="The configuration cannot change now: {what}{more}."
    ),
    Reason.BUSY: Words(zh="系统正忙，请稍候再试。", en="The system is busy. Please try again shortly."),
}


def sentence(reason: Reason, details: dict[str, Words | str | int]) -> Words:
    """The sentence of `reason` with its details filled in, in both languages."""

    def fill(lang: str) -> str:
        values = {key: value.say(lang) if isinstance(value, Words) else value for key, value in details.items()}
        return SENTENCES[reason].say(lang).format_map(_Named(values))

    return Words(zh=fill("zh"), en=fill("en"))


class _Named(dict[str, object]):
    """A missing detail shows as an ellipsis rather than as a traceback to a citizen."""

    def __missing__(self, key: str) -> str:
        return "…"
