"""Names that belong to no real firm or person; each carries the word sample."""

import random
from collections.abc import Iterator

from pypinyin import lazy_pinyin

FIRST = "砚澄霁棠朗漱听沐琅云芷衡溪岚舒景知望越锦松桐若泓清怀济曜晏柏檀疏阔霖辰禾皓翎珩岑湛"
SECOND = "衡岳川溪杉石澜辰嬛岫江砚原帆陵禾章野舟湖泽峰林桥亭洲汀浦源屿舫烟渚棠筠薇萱晖朔麓"
SURNAMES = (
    "陈李王张刘吴周徐孙朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
)
GIVEN = "安宁晨曦远志明嘉树清扬怀瑾思齐子衿云舒景行若水文博书瑶静怡浩然泽宇佳音逸飞雨桐海川立群"

TRADES: dict[str, tuple[tuple[str, str], ...]] = {
    "13": (("粮油加工", "Grain and Oil"), ("水产加工", "Seafood Processing")),
    "14": (("食品", "Foods"), ("烘焙食品", "Bakery")),
    "15": (("饮料", "Beverages"), ("茶业", "Tea")),
    "16": (("烟草配套", "Tobacco Supplies"),),
    "17": (("纺织科技", "Textiles"), ("印染", "Dyeing and Finishing")),
    "18": (("服饰", "Apparel"), ("制衣", "Garments")),
    "19": (("皮革制品", "Leather Goods"), ("鞋业", "Footwear")),
    "20": (("木业", "Wood Products"),),
    "21": (("家具", "Furniture"), ("办公家具", "Office Furniture")),
    "22": (("包装纸业", "Paper and Packaging"),),
    "23": (("印刷", "Printing"), ("包装印刷", "Packaging Print")),
    "24": (("文具", "Stationery"), ("体育用品", "Sporting Goods")),
    "25": (("润滑油", "Lubricants"),),
    "26": (("新材料", "Advanced Materials"), ("精细化工", "Fine Chemicals"), ("涂料", "Coatings")),
    "27": (("制药", "Pharmaceuticals"), ("生物医药", "Biopharma")),
    "28": (("化纤", "Chemical Fibres"),),
    "29": (("橡塑", "Rubber and Plastics"), ("塑料制品", "Plastics"), ("密封件", "Seals")),
    "30": (("特种玻璃", "Special Glass"), ("建材", "Building Materials")),
    "31": (("特钢", "Special Steel"),),
    "32": (("有色金属", "Non-ferrous Metals"), ("铜业", "Copper")),
    "33": (
        ("金属制品", "Metal Products"),
        ("精密钣金", "Precision Sheet Metal"),
        ("紧固件", "Fasteners"),
    ),
    "34": (("精密机械", "Precision Machinery"), ("泵阀", "Pumps and Valves"), ("轴承", "Bearings")),
    "35": (
        ("专用设备", "Special Equipment"),
        ("半导体设备", "Chip Equipment"),
        ("医疗器械", "Medical Devices"),
    ),
    "36": (
        ("汽车零部件", "Auto Parts"),
        ("汽车电子", "Auto Electronics"),
        ("汽车内饰", "Auto Interiors"),
    ),
    "37": (
        ("船舶配套", "Marine Supplies"),
        ("轨道交通", "Rail Equipment"),
        ("航空部件", "Aero Parts"),
    ),
    "38": (
        ("电气设备", "Electrical Equipment"),
        ("输变电", "Power Transmission"),
        ("线缆", "Cables"),
    ),
    "39": (
        ("电子", "Electronics"),
        ("半导体材料", "Semiconductor Materials"),
        ("通信设备", "Telecom Equipment"),
    ),
    "40": (("仪表", "Instruments"), ("光学仪器", "Optical Instruments")),
    "41": (("日用杂品", "Sundries"),),
    "42": (("再生资源", "Resource Recycling"),),
    "43": (("设备维修", "Equipment Repair"),),
}


def enterprise_names(dice: random.Random, industries: list[str]) -> Iterator[tuple[str, str]]:
    """Yield a Chinese and an English name for each industry code, no two alike."""
    taken: set[str] = set()
    for code in industries:
        yield _unused(dice, code, taken)


def _unused(dice: random.Random, code: str, taken: set[str]) -> tuple[str, str]:
    while True:
        stem = dice.choice(FIRST) + dice.choice(SECOND)
        if len(taken) > 2000 or stem[0] == stem[1]:  # a large city needs longer names
            stem += dice.choice(SECOND)
        trade_zh, trade_en = dice.choice(TRADES[code])
        name = f"{stem}{trade_zh}（样例）"
        if name not in taken:
            taken.add(name)
            return name, f"{''.join(lazy_pinyin(stem)).title()} {trade_en} (sample)"


def person_name(dice: random.Random) -> str:
    return dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2, 2))))
