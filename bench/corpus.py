"""Invented requests of residents, the same ones for both sides: deterministic in their number.

Every place, estate and sentence is made up for this file. A body has 200 characters: a place, a
matter and as many sentences as fit.
"""

import random
from dataclasses import dataclass

QUEUES = 20
LENGTH = 200
STATUSES = ("new", "open", "stalled", "resolved", "closed")
WEIGHTS = (10, 15, 5, 30, 40)
OLDEST = 30 * 86_400
"""Age in seconds of the oldest request."""

TOWNS = [
    "青棠镇",
    "云陂镇",
    "桐湾镇",
    "石榴街道",
    "麦渡乡",
    "鹤溪镇",
    "松荫街道",
    "兰坪镇",
    "白苇乡",
    "望舟镇",
    "清砚街道",
    "枫桥里街道",
    "银杏坡镇",
    "荷岸乡",
    "长亭街道",
    "柳泉镇",
]
ROADS = [
    "听泉",
    "采菱",
    "晚照",
    "知春",
    "映山",
    "折桂",
    "枕流",
    "问渠",
    "织锦",
    "观稼",
    "揽月",
    "扶风",
    "栖霞里",
    "数峰",
    "临漪",
    "杏雨",
    "耕读",
    "盐仓",
    "渡头",
    "竹影",
    "砚池",
    "归雁",
    "丰穗",
    "桂馥",
    "石桥",
    "青萍",
    "琴台",
    "麦浪",
    "梅影",
    "双井",
]
ESTATES = [
    "溪畔人家",
    "桃里新苑",
    "云栖小筑",
    "禾悦府",
    "星河湾里",
    "榕荫苑",
    "半山雅居",
    "枕水园",
    "橘颂花园",
    "北渡家园",
    "藕花居",
    "千帆里",
    "暖阳坊",
    "麓语庭",
    "谷雨新村",
    "燕归苑",
    "棠梨院",
    "听松阁",
    "望岳居",
    "临江月",
    "稻香里",
    "小满园",
    "茶山苑",
    "浅塘花苑",
]
TOPICS: dict[str, tuple[str, ...]] = {
    "供暖": (
        "家里量出来才{n}度",
        "整栋楼的暖气时有时无",
        "地暖管接头一直渗水",
        "供暖站说在抢修可过了{n}天没动静",
    ),
    "噪音扰民": (
        "隔壁工地过了夜里{h}点还在浇筑",
        "河边唱歌的音箱开得太响",
        "楼上健身房整天砸地板",
        "烧烤店后半夜喧哗不断",
    ),
    "乱停车": (
        "消防登高面停满了私家车",
        "货车把巷口堵得救护车进不来",
        "共享单车把斑马线占了",
        "盲道上长期停着三轮车",
    ),
    "物业服务": (
        "电梯停了{n}天无人来修",
        "物业换了人之后保洁没了",
        "单元门锁坏了陌生人随意进出",
        "地下室积水发臭没人抽",
    ),
    "供水": (
        "早晨放出来的自来水发黄",
        "没贴通知就停水{n}小时",
        "五楼以上水流细得洗不了澡",
        "水表走得比往年快一倍",
    ),
    "道路养护": (
        "路中间塌了一个坑",
        "井盖翘起来绊倒过老人",
        "人行道的砖松了一下雨就溅水",
        "路灯灭了{n}天一片漆黑",
    ),
    "垃圾收运": (
        "垃圾房{n}天没有清过",
        "装修渣土倒在绿化带里",
        "厨余桶敞着招来很多苍蝇",
        "分类亭撤走后无处投放",
    ),
    "消费纠纷": (
        "理发店关门了预付卡退不了",
        "网上买的电器是翻新货",
        "游泳馆不肯按合同退费",
        "培训班停课{n}周不退学费",
    ),
    "劳动报酬": (
        "工厂压了{n}个月工资",
        "入职后一直没有缴社保",
        "包工头拿了工程款不发钱",
        "被辞退没有给补偿",
    ),
    "看病就医": (
        "取号之后等了{n}小时",
        "卫生院配不到慢性病的药",
        "外地住院的费用报销不了",
        "急诊收据看不明白",
    ),
    "上学": (
        "划片的小学今年名额不够",
        "幼儿园收了名目不清的费用",
        "课后托管提前结束接不到孩子",
        "学校食堂的菜常常是凉的",
    ),
    "公交出行": (
        "公交车等了{n}分钟才来一班",
        "站台的候车亭漏雨",
        "末班车比牌子上写的早",
        "新小区门口没有站点",
    ),
    "违法搭建": (
        "顶层住户在楼顶盖了房间",
        "一楼把公共绿地圈成院子",
        "店铺把货架摆到马路上",
        "围墙外搭起了铁皮棚",
    ),
    "燃气": (
        "燃气表黑屏充不进钱",
        "楼道里有燃气味报修没人到",
        "管道改造拖了{n}周还敞着沟",
        "开通燃气收了两次安装费",
    ),
    "污染": (
        "饭馆的油烟直接排进窗户",
        "村边的河沟发黑发臭",
        "作坊夜里烧塑料",
        "田里焚烧秸秆呛得睁不开眼",
    ),
    "房屋权属": (
        "住进来{n}年还没有房产证",
        "交房日期一再往后推",
        "维修基金的用处没有公示",
        "外墙渗水保修期内不肯修",
    ),
}
SENTENCES = (
    "我们找过管理处好几回都说再等等",
    "盼着有人来看一看给个准信",
    "邻居们为这件事已经开过两次会",
    "家里有刚满月的孩子和腿脚不便的老人",
    "上回打电话说会转给别的单位后来就没有下文",
    "上一次的答复和实际情况对不上",
    "我拍了照片需要的话可以发过去",
    "群里每天都有人在说这个事",
    "请当天给我回个电话说说打算怎么办",
    "从开春到现在一点变化也没有",
    "希望以后有人定期来查免得反复",
    "我可以带路到现场指给你们看",
    "缺什么材料请直接告诉我",
    "请不要把我的名字告诉对方",
    "街道和产权单位最好坐在一起商量",
    "想知道到底归哪一家管什么时候能好",
    "现在只是临时围了一下没有真正解决",
    "也想问一问这类事情有什么规定",
    "如果确实办不了请书面说明理由",
    "大家担心再拖下去会出安全事故",
)
ANSWER = "已安排人员到现场查看并处理完毕，和居民当面说明了经过，之后会定期检查。"
SEARCH_WORDS = ("供暖", "井盖", "房产证", "油烟", "路灯", "预付卡", "噪音", "电梯")


@dataclass(frozen=True)
class Message:
    """One request as a resident would write it, and where the bare view files it."""

    number: int
    title: str
    body: str
    phone: str
    topic: str
    queue: int
    status: str
    age: int
    """Seconds before the loading."""


def message(number: int) -> Message:
    """The request of this number; the same on every machine."""
    rng = random.Random(number * 2_654_435_761 % (1 << 61))
    topic, town = rng.choice(list(TOPICS)), rng.choice(TOWNS)
    matter = rng.choice(TOPICS[topic]).format(n=rng.randint(2, 18), h=rng.randint(21, 24))
    return Message(
        number=number,
        title=f"{town}{topic}：{matter}",
        body=_body(f"住在{town}{_address(rng)}，{matter}。", rng),
        phone=f"1{rng.randint(30, 99)}{rng.randint(0, 99_999_999):08d}",
        topic=topic,
        queue=rng.randint(1, QUEUES),
        status=rng.choices(STATUSES, WEIGHTS)[0],
        age=rng.randint(0, OLDEST),
    )


def _address(rng: random.Random) -> str:
    street = rng.choice(ROADS) + rng.choice(("路", "街", "巷", "大道"))
    estate = rng.choice(ESTATES)
    return f"{street}{rng.randint(1, 399)}号{estate}{rng.randint(1, 40)}栋{rng.randint(1, 6)}单元"


def _body(opening: str, rng: random.Random) -> str:
    text = opening
    for sentence in rng.sample(SENTENCES, len(SENTENCES)):
        if len(text) >= LENGTH - 1:
            break
        text += sentence + ("，" if rng.random() < 0.6 else "。")
    return text[: LENGTH - 1] + "。"
