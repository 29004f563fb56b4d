"""An invented city writes: messages by the hundred thousand, some of them planted repetitions.

Every name and sentence is made up here. `write_city` yields messages; `plant` adds repetitions of
some of them, in seven ways, and tells which pairs they make.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from huiying.lib.clock import SHANGHAI

BEGIN = datetime(2023, 1, 1, tzinfo=SHANGHAI)
# fmt: off
STEM = ("云", "松", "柏", "梅", "兰", "竹", "菊", "桂", "枫", "榆", "槐", "柳", "杏", "桃", "荷", "莲", "鹤", "雁", "鹭", "燕", "泉", "溪",
        "岚", "霞", "露", "霜", "晴", "曦", "澜", "汀", "渚", "岭", "峰", "谷", "川", "石", "玉", "珠", "锦", "绣", "瑞", "祥", "宁", "康",
        "泰", "和", "雅", "颂", "书", "墨", "琴", "棋", "丹", "青", "碧", "翠", "朱", "银", "金", "铜", "望", "临", "怀", "思", "归", "栖")
ESTATE = ("花园", "家园", "小区", "新城", "公馆", "苑", "府", "名邸", "雅居", "里")
ROAD = ("路", "大道", "街", "巷", "北路", "南路", "东路", "西路")
VILLAGE = ("村", "湾", "坪", "冲", "塘")
WHO = ("业主", "居民", "租户", "村民", "学生家长", "退休职工", "附近的住户", "上班族")
OPEN = ("您好！", "尊敬的领导：", "领导好，", "你好，", "", "", "本人是{place}的{who}。", "我是住在{place}的{who}，", "我家在{place}，")
FEEL = ("大家苦不堪言。", "严重影响了我们的正常生活。", "家里有老人和小孩，实在受不了。", "邻居们意见都很大。", "长此以往怎么得了？", "每天都提心吊胆。",
        "投诉多次都没有下文。", "打过热线，说转给部门了，至今没有回音。", "找过物业，物业说不归他们管。", "找过社区，社区让我们等通知。", "希望不要再踢皮球。")
ASK = ("请有关部门尽快处理。", "恳请领导派人到现场看一看。", "希望能给我们一个明确的答复。", "请问什么时候能解决？", "盼复，谢谢！", "请责令整改并公开结果。",
       "望政府为民做主。", "请给个时间表。", "谢谢领导。", "希望引起重视。")
WHEN = ("从{month}月开始，", "这个月以来，", "连续{n}天，", "已经{n}个多月了，", "上周{week}晚上{hour}点多，", "{month}月{day}日早上{hour}点，", "每天{hour}点以后，", "近{n}年来，")
PERSON = ("我母亲", "隔壁的张大爷", "楼上的邻居", "我爱人", "门卫师傅", "开小卖部的大姐", "我七岁的女儿", "社区的网格员", "送奶的小伙子", "值班的保安", "一位姓李的阿姨",
          "同单元的年轻人", "我们组的组长", "路过的学生", "对门的老两口", "环卫工人")
DID = ("亲眼看见", "拍了照片发到群里", "打电话去问", "当面找了负责人", "去窗口排了{n}次队", "写了联名信", "在会上提过", "录了视频", "跑了{n}趟街道", "报了警", "和他们吵了一架",
       "量了一下尺寸", "保存了聊天记录", "查了文件", "给报社写了信")
THEN = ("对方说下个月一定办", "结果没有人理", "得到的回答前后不一", "说是正在走程序", "只留了一个打不通的电话", "答应{n}天内答复，到今天没有消息", "反而被训了一顿", "说经费还没有批下来",
        "来了{num}个人，看看就走了", "登记的编号是{num}", "说要等到{month}月", "把责任推给上一任", "让我们自己出钱{num}元", "只做了表面功夫", "过了{n}天又回到原样", "贴了一张通知就算完事")
MATTERS = (
    ("路灯不亮", ("{n}盏路灯全坏了", "整条路漆黑一片", "晚上走路要打手电", "有老人摔伤", "灯杆都歪了", "配电箱的门敞开着", "换过一次灯泡又坏了")),
    ("夜间施工噪音", ("工地半夜还在打桩", "混凝土车进进出出", "分贝测出来有{num}", "孩子没法写作业", "围挡外全是泥", "大型机械轰鸣到凌晨", "没有看到夜间施工许可")),
    ("自来水发黄", ("水龙头放出来的水是黄的", "水里有铁锈味", "停水也不通知", "水压低到热水器打不着", "洗的白衣服都染了色", "水垢厚厚一层", "物业说是管网老化")),
    ("垃圾没人清运", ("垃圾桶满得溢出来", "苍蝇蚊子到处飞", "臭味飘到{n}楼", "建筑垃圾堆在路边", "清运车{n}天没来", "流浪猫狗翻得满地都是", "污水流到人行道上")),
    ("电梯经常故障", ("{num}栋的电梯又停了", "上个月困人{n}次", "维保单位换了三家", "老人爬不动楼", "按键失灵，门关不严", "年检标志已经过期", "运行时有很大的响声")),
    ("公交班次太少", ("{num}路车等了四十分钟", "早高峰挤不上去", "末班车七点就没了", "司机甩站不停", "站牌被广告挡住了", "学生上学天天迟到", "建议增加区间车")),
    ("烧烤店油烟扰民", ("楼下烧烤摊冒烟到半夜", "油烟直接排到下水道", "窗户不敢开", "没有装净化器", "客人喝酒划拳吵闹", "占了整条人行道", "地面全是油污")),
    ("拖欠工资", ("老板欠了我们{n}个月工资", "一共{n}万多元没有结清", "打电话不接", "工地上{num}多个人都没拿到钱", "没有签合同", "有欠条和考勤记录", "分包方互相推诿")),
    ("学位不够", ("小区孩子被分到很远的学校", "学区划分没有公示", "报名的有{num}人，名额只有一半", "开发商当初承诺有名校", "转学手续办不下来", "幼儿园摇号没摇上", "每天接送要一个小时")),
    ("停车位乱收费", ("停车费从{n}元涨到十几元", "没有公示收费依据", "车位只卖不租", "地下车库锁着不让进", "业主的车被锁了轮子", "收钱不给发票", "划线把消防通道占了")),
    ("房屋漏水", ("一下雨天花板就滴水", "墙皮掉了一大片", "交房才{n}年", "开发商修了{n}次还是漏", "楼上防水没做好", "家具泡坏了", "保修期内不给处理")),
    ("道路坑洼积水", ("路面有{n}个大坑", "下雨就成了池塘", "电动车摔了好几个人", "管道施工后没有恢复", "井盖松动，车一压就响", "卡车压烂了路面", "填过的石子又被冲走了")),
    ("违章搭建", ("顶楼在加盖铁皮房", "一楼把绿地围成院子", "承重墙都砸了", "城管来了一次就走", "晚上偷偷施工", "挡住了后面的采光", "已经盖到第{n}层")),
    ("广场舞噪音", ("音响从{hour}点放到九点半", "两支队伍比谁声音大", "说了几次反而更响", "孩子中考在即", "音箱正对着窗户", "保安不敢管", "低音震得玻璃响")),
    ("医保报销慢", ("报销材料交了{n}个月", "窗口说系统升级", "异地备案办不了", "一共花了{n}万多", "票据退回来{n}次", "工作人员态度生硬", "电话永远占线")),
    ("河水污染", ("河面漂着白色泡沫", "死鱼一片一片", "上游有家厂子偷排", "半夜气味刺鼻", "井水也不敢喝了", "排口就在桥下", "颜色一天一个样")),
    ("噪声机房", ("水泵房整夜嗡嗡响", "低频噪音测不出来却睡不着", "住在{n}楼震感明显", "物业加了垫子没有用", "变压器离窗户不到{n}米", "空调外机二十四小时转", "老人心脏受不了")),
    ("安置房迟迟不交", ("拆迁{n}年了还没住上", "过渡费停发了", "工地停工长草", "开会说的日期改了{n}次", "老人等不到新房就走了", "{num}户人家在外租房", "合同写的交房时间早就过了")),
    ("充电桩不足", ("整个小区只有{n}个充电桩", "飞线充电很危险", "电动车推进电梯", "申请装桩物业不盖章", "电力公司说容量不够", "充一次要排队{n}小时", "充电棚里着过火")),
    ("快递柜占道", ("柜子摆在消防通道上", "超时收费没有提示", "快递员不送上门", "取件码收不到", "包裹丢了{n}次", "柜子漏雨", "投诉平台没人理")),
    ("树木遮挡", ("树枝伸到{n}楼阳台", "虫子爬进屋里", "大风天断枝砸了车", "一年没有修剪", "路口的树挡住了红绿灯", "树根拱起了地砖", "飘絮让人过敏")),
    ("高空抛物", ("楼上扔下来烟头", "花盆砸在我脚边", "装修垃圾从{n}楼往下倒", "监控拍不到", "差点砸到小孩", "车顶砸了个坑", "报警也找不到人")),
    ("暖气不热", ("室内只有{n}度", "交了全额取暖费", "管道排了气还是凉", "供热公司说是末端", "测温员没来过", "老人裹着棉被", "去年也是这样")),
    ("宠物扰民", ("大狗不拴绳到处跑", "狗叫到凌晨{hour}点", "孩子被追着跑", "楼道里都是粪便", "有人养了{n}只", "没有办证", "咬伤过快递员")),
)
SAME = (("尽快", "早日"), ("路灯", "街灯"), ("工地", "施工现场"), ("半夜", "深夜"), ("领导", "负责同志"), ("物业", "物业公司"), ("孩子", "小孩"), ("老人", "老年人"),
        ("没有", "没"), ("垃圾", "废弃物"), ("电动车", "电瓶车"), ("味", "气味"), ("影响", "干扰"), ("处理", "解决"), ("邻居们", "街坊们"), ("已经", "都"), ("晚上", "夜里"),
        ("早上", "清晨"), ("开发商", "房地产公司"), ("全是", "都是"), ("我们", "咱们"), ("经常", "老是"), ("严重", "极大地"), ("整条", "一整条"), ("说", "讲"))
# fmt: on


@dataclass(frozen=True)
class Told:
    """One message of the invented city: its matter is (place, what), who wrote it does not matter."""

    place: str
    what: str
    title: str
    detail: str
    at: datetime


class City:
    """Places, and the people who write about them. The same seed writes the same city."""

    def __init__(self, seed: int, places: int = 4_000) -> None:
        self.random = Random(seed)  # noqa: S311 - invented data needs no secret chance
        self.places = sorted({self._name() for _ in range(places)})
        self.random.shuffle(self.places)

    def _name(self) -> str:
        stem = "".join(self.random.sample(STEM, self.random.choice((2, 2, 3))))
        return stem + self.random.choice(self.random.choice((ESTATE, ESTATE, ROAD, VILLAGE)))

    def write(
        self, place: str | None = None, matter: int | None = None, day: float | None = None
    ) -> Told:
        """One message, of a place and a matter if they are given."""
        pick = self.random
        place = place or self._place()
        what, facts = MATTERS[pick.randrange(len(MATTERS)) if matter is None else matter]
        said = [pick.choice(OPEN)]
        for fact in pick.sample(facts, pick.randint(2, 5)):
            when = pick.choice(WHEN) if pick.random() < 0.4 else ""
            said.append(f"{when}{fact}{pick.choice(('，', '。', '。'))}")
        said += [self._story() for _ in range(pick.randint(1, 4))]
        said += pick.sample(FEEL, pick.randint(0, 3)) + pick.sample(ASK, pick.randint(1, 2))
        if "{place}" not in said[0]:
            said.insert(
                1,
                pick.choice(
                    (
                        f"{place}",
                        f"关于{place}，",
                        f"{place}{pick.randint(1, 40)}栋这里",
                        f"在{place}旁边，",
                    )
                ),
            )
        at = BEGIN + timedelta(days=pick.uniform(0, 900) if day is None else day)
        title = pick.choice(
            (
                "{p}{w}",
                "{p}{w}问题",
                "反映{p}{w}",
                "投诉{p}{w}",
                "{p}{w}，无人管",
                "请解决{p}{w}的问题",
                "{w}：{p}",
            )
        )
        detail = self.fill("".join(said), place)
        return Told(place, what, title.format(p=place, w=what), detail, at)

    def _story(self) -> str:
        pick = self.random
        when = pick.choice(WHEN) if pick.random() < 0.5 else ""
        return f"{when}{pick.choice(PERSON)}{pick.choice(DID)}，{pick.choice(THEN)}。"

    def _place(self) -> str:
        """Some places write much more than others."""
        return self.places[int(len(self.places) * self.random.random() ** 1.7)]

    def fill(self, text: str, place: str) -> str:
        pick = self.random
        values: dict[str, Sequence[object]] = {
            "{place}": [place], "{who}": WHO, "{month}": range(1, 13), "{day}": range(1, 29),
            "{hour}": range(1, 13), "{week}": "一二三四五六日", "{num}": range(11, 381), "{n}": range(2, 27),
        }  # fmt: skip
        for slot, choices in values.items():
            while slot in text:
                text = text.replace(slot, str(pick.choice(choices)), 1)
        return text


WAYS = (
    "sent again",
    "typing errors",
    "cut short",
    "put in another order",
    "added to",
    "said in other words",
    "half rewritten",
)


def plant(city: City, told: Told, way: str) -> Told:
    """The message again, by somebody who has it before their eyes, some days later."""
    pick, text = city.random, told.detail
    parts = [part for part in text.replace("。", "。|").replace("！", "！|").split("|") if part]
    if way == "typing errors":
        text = "".join(_mistyped(pick, c) for c in text)
    elif way == "cut short":
        text = "".join(parts[: max(2, round(len(parts) * 0.6))])
    elif way == "put in another order":
        text = "".join(pick.sample(parts, len(parts)))
    elif way == "added to":
        text += city.fill("".join(pick.sample(FEEL, 2) + pick.sample(ASK, 2)), told.place)
    elif way == "said in other words":
        for one, other in SAME:
            text = text.replace(one, other) if pick.random() < 0.8 else text
    elif way == "half rewritten":
        fresh = city.write(told.place, next(i for i, m in enumerate(MATTERS) if m[0] == told.what))
        half = pick.sample(range(len(parts)), max(1, round(len(parts) * 0.6)))
        text = "".join(parts[i] for i in sorted(half)) + fresh.detail[len(fresh.detail) // 2 :]
    opening = pick.choice(("", "您好，", "再次反映：", "领导：", "还是那个问题。"))
    title = (
        told.title
        if pick.random() < 0.4
        else city.write(told.place, 0).title.replace(MATTERS[0][0], told.what)
    )
    return replace(
        told,
        title=title,
        detail=opening + text,
        at=told.at + timedelta(days=pick.expovariate(0.05)),
    )


def _mistyped(pick: Random, character: str) -> str:
    chance = pick.random()
    if chance < 0.03:
        return ""
    return pick.choice("的了是在有我他这得地吧呢把被和") if chance < 0.07 else character


def planted_city(
    count: int, seed: int, share: float = 0.05
) -> tuple[list[Told], list[tuple[int, int, str]]]:
    """`count` messages, of which `share` are planted repetitions; pairs of places with their way."""
    city = City(seed, places=max(400, count // 50))
    copies = int(count * share)
    told = [city.write() for _ in range(count - copies)]
    pairs = []
    for number, place in enumerate(city.random.sample(range(len(told)), copies)):
        way = WAYS[number % len(WAYS)]
        pairs.append((place, len(told), way))
        told.append(plant(city, told[place], way))
    return told, pairs
