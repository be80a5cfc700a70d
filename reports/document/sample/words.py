# ruff: noqa: E501 (tables: one record a line reads better than folded ones)
"""Simulated words and answers in both languages, "Chinese|English", one tuple a line."""

# part; questions: no, name, points, most, answer in short, question in full, options chosen
Line = tuple[str, str, str, str, str, str, str]
NO, NAME, POINTS, MOST, ANSWER, QUESTION, CHOSEN = range(7)

DIMENSIONS: tuple[tuple[str, tuple[tuple[str, tuple[Line, ...]], ...]], ...] = (
    ("数字化基础|Digital base", (
        ("设备系统|Equipment", (
            ("1", "网络建设|Network", "6", "8", "4 项已建 3 项|3 of 4 items built",
             "企业已经建成哪些网络？|Which networks has the firm built?",
             "办公网络覆盖主要场所；生产现场有工业以太网；已接入互联网专线|"
             "Office network in all main places; industrial Ethernet on the shop floor; leased line"),
            ("2", "设备数字化|Digital equipment", "4.5", "6", "40–60 %|40–60 %",
             "数字化的生产设备占生产设备总数的比例是多少？|"
             "What share of the production machines is digital?",
             "高于 40 %，不高于 60 %|Above 40 %, at most 60 %"),
            ("3", "设备联网|Networked equipment", "3", "6", "20–40 %|20–40 %",
             "已经联网的生产设备占生产设备总数的比例是多少？|"
             "What share of the production machines is connected?",
             "高于 20 %，不高于 40 %|Above 20 %, at most 40 %"),
        )),
        ("数据采集|Data collection", (
            ("4", "数据采集|Data collection", "6.3", "10", "14 个环节已采 9 个|9 of 14 processes",
             "哪些业务环节实现了数据自动采集？|In which processes are data collected automatically?",
             "产品设计；营销管理；计划排程；生产管控；质量管理；设备管理；采购管理；仓储物流；财务管理|"
             "Product design; marketing; scheduling; production control; quality; equipment; "
             "procurement; warehousing; finance"),
        )),
        ("信息系统|Information systems", (
            ("5", "信息系统|Information systems", "5", "10", "两个以上环节|Two or more processes",
             "有多少业务环节使用信息系统？|How many processes use an information system?",
             "两个及以上环节使用|Two or more processes"),
        )),
        ("信息安全|Security", (
            ("6", "网络安全|Network security", "2.5", "5", "4 项措施已有 2 项|2 of 4 measures",
             "企业采取了哪些网络安全措施？|Which measures of network security are in place?",
             "制定并执行网络安全制度；使用网络安全产品|A policy in force; security products in use"),
            ("7", "数据安全|Data security", "1.25", "5", "4 项措施已有 1 项|1 of 4 measures",
             "企业采取了哪些数据安全措施？|Which measures of data security are in place?",
             "制定并执行数据安全制度|A policy in force"),
        )),
    )),
    ("数字化管理|Digital management", (
        ("规划管理|Planning", (
            ("8", "规划实施|Plan carried out", "4.5", "7.5", "已有规划并部分实施|Partly carried out",
             "数字化规划制定和实施到哪一步？|How far is the digital plan written and carried out?",
             "已发布规划，部分任务已经验收|Plan published, some tasks accepted"),
            ("9", "管理机制|Management", "5.625", "7.5", "4 项机制已有 3 项|3 of 4 mechanisms",
             "企业建立了哪些数字化管理机制？|Which management mechanisms exist?",
             "有分管负责人；有专责部门；有考核办法|"
             "A manager in charge; a department; a yearly appraisal"),
        )),
        ("要素保障|Means", (
            ("10", "人才建设|Skills", "3", "7.5", "5 项措施已有 2 项|2 of 5 measures",
             "企业采取了哪些数字化人才措施？|What is done for digital skills?",
             "组织全员培训；设有数字化岗位|Training for all; posts for digital work"),
            ("11", "资金保障|Funding", "3.75", "7.5", "占比居中间档|Middle band",
             "近一年数字化投入占营业收入的比例是多少？|"
             "What share of revenue went into digitalisation last year?",
             "高于 20 %，不高于 40 %|Above 20 %, at most 40 %"),
        )),
    )),
    ("数字化成效|Digital effect", (
        ("绿色低碳|Green", (
            ("12", "绿色低碳|Energy", "7", "7", "单位能耗下降|Down",
             "每百元营业收入的综合能耗与上年相比如何？|Energy per 100 yuan of revenue, against last year?",
             "下降|Down"),
        )),
        ("产品质量|Quality", (
            ("13", "产品质量|Pass rate", "3.5", "7", "合格率持平|Unchanged",
             "产品合格率与上年相比如何？|Pass rate of products, against last year?",
             "持平|Unchanged"),
        )),
        ("市场效益|Market", (
            ("14", "市场表现|Revenue per head", "1.5", "3", "人均营收持平|Unchanged",
             "人均营业收入与上年相比如何？|Revenue per head, against last year?", "持平|Unchanged"),
            ("15", "价值效益|Cost", "1.5", "3", "单位成本持平|Unchanged",
             "每百元营业收入的成本与上年相比如何？|Cost per 100 yuan of revenue, against last year?",
             "持平|Unchanged"),
        )),
    )),
)  # fmt: skip
UNVERIFIED_QUESTIONS = {"4", "8"}
TYPED = {
    "2": (("设备总数|Machines", "116", "台|"), ("数字化设备|Digital", "60", "台|")),
    "3": (("设备总数|Machines", "116", "台|"), ("联网设备|Connected", "37", "台|")),
}

# group; scenes: name (★ binding), level, self level, planned level
SCENES = (
    ("产品生命周期|Product life cycle", (
        ("产品设计|Product design", True, 3, 3, 3), ("工艺设计|Process design", False, 2, 3, 3),
        ("营销管理|Marketing", True, 2, 2, 2), ("售后服务|After-sales", False, 1, 2, 1))),
    ("生产执行|Production", (
        ("计划排程|Scheduling", False, 2, 2, 3), ("生产管控|Production control", True, 2, 3, 3),
        ("质量管理|Quality", True, 3, 3, 3), ("设备管理|Equipment", True, 2, 3, 3),
        ("安全生产|Safety", True, 2, 2, 2), ("能耗管理|Energy use", True, 1, 2, 2))),
    ("供应链|Supply chain", (
        ("采购管理|Procurement", True, 2, 2, 2), ("仓储物流|Warehousing", True, 3, 3, 3))),
    ("管理决策|Management", (
        ("财务管理|Finance", True, 3, 3, 3), ("人力资源|Human resources", False, 2, 2, 2),
        ("协同办公|Office work", False, 3, 3, 3), ("决策支持|Decision support", False, 0, 1, 2))),
)  # fmt: skip
MEANINGS = (
    "用办公软件辅助|office tools help people",
    "用信息系统规范运行|an information system runs it in an orderly way",
    "跨部门共享数据、实时采集|systems share data across departments, collected in real time",
    "用模型预测和优化，并延伸到合作伙伴|models predict and optimise, also with partners",
)
UNVERIFIED_SCENES = {"设备管理|Equipment"}

# rank, name, score, scenes, binding scenes, unverified
LEVELS = (
    (1, "初始级|Initial", "20", 6, 3, False), (2, "规范级|Normalised", "40", 6, 3, False),
    (3, "集成级|Integrated", "60", 8, 5, True), (4, "协同级|Collaborative", "80", 10, 6, False),
)  # fmt: skip

SOURCES = (
    ("F1", "指标题目、选项与分值：官方服务保存的答卷|Questions, options and points: a saved form of "
     "the official service", "checked"),
    ("F2", "定级规则（分数与场景两部分）：公开测评页|Level rule (score and scenes): a public "
     "assessment page", "secondary"),
    ("F3", "3 级所需场景数：另有公开表单写作 6 个、其中 ★ 3 个，本报告按 8 个、其中 ★ 5 个|Scenes for "
     "level 3: another public form says 6, of them 3 ★; this report uses 8, of them 5 ★",
     "unverified"),
)  # fmt: skip
LIMITS = (
    "自评结果由企业自行填写，未经现场核实。|"
    "A self-assessment is the firm's own statement and was not verified on site.",
    "得分反映提交当日的答案，不预测今后的经营结果。|"
    "The score reflects the answers of the day of submission and predicts no business results.",
)
ROUNDING = (
    "精确计算，仅在显示时四舍五入到一位小数|"
    "computed exactly; only what is shown is rounded, half up, to one decimal"
)
STATEMENT = (
    "我已核对全部答案，所提供的资料与数据真实、完整。|"
    "I have checked all answers; the documents and data provided are true and complete."
)
