"""The subject tree the product starts with: codes of two digits a level, third level by the county."""

from collections.abc import Iterator

_TREE = """
01 农业农村: 土地承包流转 宅基地 惠农补贴 农田水利 农资农技 动植物防疫 人居环境 农村道路 集体资产收益 农业保险
02 村务与基层组织: 村务公开 财务公开 议事决策 换届选举 干部作风 党员服务 服务站点 驻村帮扶
03 民政与社会救助: 低保 特困供养 临时救助 养老服务 残疾人 儿童福利 婚姻殡葬 退役军人优抚
04 社会保障: 养老保险 医疗保险 失业工伤 社保卡 待遇领取
05 劳动就业: 拖欠工资 劳动合同 工伤认定 就业培训 返乡创业
06 医疗卫生: 医疗服务 村卫生室 疾控接种 异地就医 托育生育
07 教育: 入学划片 校园安全 收费 校外培训 营养餐 资助
08 住房与建设: 危房改造 房屋质量 产权登记 拆迁安置 物业 违法建设
09 城乡管理: 垃圾清运 污水厕所 路灯 占道经营 园林绿化 公共设施
10 公用事业: 供水 供电 供气 供热 通信网络 邮政快递
11 交通运输: 公路养护 公交客运 停车 交通设施 非法营运
12 生态环境: 大气 水 噪声 固废 养殖污染
13 自然资源: 征地补偿 规划 林草 矿产 耕地保护 确权
14 市场监管: 食品安全 消费纠纷 价格 预付卡 药品 特种设备
15 公共安全与法治: 户籍证件 治安 交通管理 消防 矛盾调解 法律援助
16 文体旅游: 文化活动 体育设施 文物 旅游
17 经济与企业: 惠企政策 营商环境 招投标 税费 金融
18 政务服务: 办事流程 窗口服务 信息公开 网站系统
99 其他: 建议 表扬 其他
"""


def starter_tree() -> Iterator[tuple[str, str]]:
    """(code, name) of every node, parents first."""
    for line in _TREE.strip().splitlines():
        head, _, names = line.partition(": ")
        code, name = head.split()
        yield code, name
        for number, child in enumerate(names.split(), 1):
            yield f"{code}{number:02d}", child
