"""What can be wrong with an ID reader or a card on it, in words for the person who stands before it."""

from drivers.conversation import Fault

NO_CARD = Fault(
    "no_card",
    "没有读到证件",
    "请把证件平放在感应区；已放上的请拿开后重新放。",
    "no card was read",
    "Lay the card flat on it; if it lies there, lift it first.",
)
STILL_THERE = Fault(
    "still_there",
    "上一次读过的证件还在感应区",
    "请先拿开证件，再重新放上。",
    "the card that was read before still lies on the reader",
    "Take it away, then lay it down again.",
)
MOVED = Fault(
    "moved",
    "证件移动过快，没有读完",
    "请把证件平放在感应区，听到提示后再拿开。",
    "the card was moved before it was read",
    "Lay it flat and leave it until you are told.",
)
NOT_AN_ID = Fault(
    "not_an_id",
    "这张卡不是可以识别的身份证件",
    "请使用居民身份证、港澳台居民居住证或外国人永久居留身份证。",
    "this is no identity card that the reader knows",
    "Use a resident identity card, a residence permit or a permanent resident card.",
)
NUMBER_WRONG = Fault(
    "number_wrong",
    "证件号码校验不符",
    "请重新放一次证件；仍不行请到导服台。",
    "the check digit of the number is wrong",
    "Lay the card down again; if that does not help, go to the guide desk.",
)
NO_KEY = Fault(
    "no_key",
    "本机没有证件号码的密钥，不能读证",
    "请让管理员为本机存入密钥 person-key。",
    "this machine has no key to hash ID numbers with",
    "Ask the administrator to store person-key on it.",
)
CANCELLED = Fault("cancelled", "已停止读证", "需要时请重新开始。", "reading was stopped", "Start again if you want to.")
UNAUTHORISED = Fault(
    "unauthorised",
    "读卡器的安全模块未获授权",
    "请联系读卡器供应商。",
    "the reader's security module is not authorised",
    "Call the maker of the reader.",
)
READER_BROKEN = Fault(
    "reader_broken",
    "身份证读卡器自检失败",
    "请重新插拔读卡器；仍不正常请报修。",
    "the ID reader fails its self-test",
    "Unplug and plug it; if that does not help, have it repaired.",
)
READER_SILENT = Fault(
    "silent",
    "身份证读卡器没有回应",
    "请检查读卡器的电源和数据线。",
    "the ID reader does not answer",
    "Check its power and its cable.",
)
