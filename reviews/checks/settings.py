"""What an office may set for a year: severities, thresholds and word lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OFF = "off"

# Tier 1 → its tier-2 labels: 财预〔2015〕88号 and, with 成本指标 on tier 1,
# 财预〔2021〕101号 together. A region with words of its own registers them instead.
NATIONAL_TIERS = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": (
        "经济效益指标",
        "社会效益指标",
        "生态效益指标",
        "可持续影响指标",
    ),
    "满意度指标": ("服务对象满意度指标",),
}
# Wrong word → what was probably meant. Only words that are no part of right ones.
TYPOS = {
    "有序灌流": "有序管理",
    "布署": "部署",
    "部份": "部分",
    "帐目": "账目",
    "帐户": "账户",
    "帐号": "账号",
    "报帐": "报账",
    "记帐": "记账",
    "台帐": "台账",
    "截止目前": "截至目前",
    "既定计画": "既定计划",
    "既将": "即将",
    "既使": "即使",
    "签定": "签订",
    "撤消": "撤销",
    "座标": "坐标",
    "松驰": "松弛",
    "竟争": "竞争",
    "幅射": "辐射",
    "勤简节约": "勤俭节约",
    "再接再励": "再接再厉",
    "迫不急待": "迫不及待",
    "一愁莫展": "一筹莫展",
    "因地治宜": "因地制宜",
    "按步就班": "按部就班",
    "满意渡": "满意度",
    "满易度": "满意度",
    "合格律": "合格率",
    "完成律": "完成率",
    "及时律": "及时率",
    "覆盖律": "覆盖率",
    "发放律": "发放率",
    "绩郊": "绩效",
    "积效": "绩效",
    "冈位": "岗位",
    "测第标准": "测算标准",
    "财证": "财政",
    "维户": "维护",
    "验受": "验收",
    "采构": "采购",
    "补帖": "补贴",
    "征折": "征拆",
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class Settings:
    """The defaults, and over them what the office changed for the year.

    ``severities``: check id → ``error``, ``warning``, ``hint`` or ``off``.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    # Month → cumulative share in % that should have been spent by its end.
    progress: Mapping[int, int] = field(default_factory=lambda: {6: 40, 10: 80})
    satisfaction: int = 90
    usage_length: int = 20

    # --- Form and completeness (C01–C23) ---
    # A regular expression for the whole code; "" takes any letters and digits.
    code_pattern: str = ""
    # What says nothing about the use of the money.
    empty_usages: tuple[str, ...] = _words(
        "项目 支出 经费 资金 费用 工作 开展 日常 相关 各项 有关 本 单位 部门 运转 正常"
        " 保障 等 的"
    )
    goal_length: int = 6  # shorter goals name no task
    # A goal that ends with one of these was broken off.
    goal_breaks: tuple[str, ...] = _words(
        "进行绩效 开展绩效 实施绩效 等进行 以及 或者 并且 为了 按照 包括 关于 从而 因此"
        " 的 进一步 不断 切实 大力 着力 特别是 例如 以便 使得"
    )
    # Verbs that need an object: a goal whose last clause is one of them goes on.
    goal_verbs: tuple[str, ...] = _words(
        "确保 保证 提高 提升 加强 促进 推动 加快 强化 做好 用于 做到 达到 包括 使 让"
        " 满足 助力"
    )
    # A cell that holds only this still waits for its text.
    placeholders: tuple[str, ...] = _words(
        "空白 待定 待填 待填写 待补 待补充 待完善 暂缺 略"
    )
    # Words of a template that a person should have replaced.
    prompts: tuple[str, ...] = _words(
        "请填写 请输入 请选择 此处填写 单击此处 点击此处 某某"
    )
    not_applicable: tuple[str, ...] = _words("不适用 不涉及 无 无此项")
    # Projects that need a cost indicator in the scheme of 2021.
    capital_words: tuple[str, ...] = _words(
        "工程 新建 改建 扩建 改造 修缮 修建 装修 大修 建设项目 购置 采购 购买"
    )
    tiers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NATIONAL_TIERS)
    # A text that ends so is the name of a measure and wants a value behind it; one
    # that begins so is a statement.
    measure_names: tuple[str, ...] = _words(
        "率 比例 比重 占比 数 数量 人次 满意度 知晓度 面积 金额 里程 时限 完成时间"
        " 完成情况"
    )
    statements: tuple[str, ...] = _words(
        "提高 提升 增强 降低 减少 增加 改善 加大 加强 扩大 优化 促进 推动 有效 不断"
        " 进一步 切实 明显"
    )
    typos: Mapping[str, str] = field(default_factory=lambda: TYPOS)

    # --- Year and time (C24–C30) ---
    # A clause with one of these speaks of another year on purpose.
    baseline_words: tuple[str, ...] = _words(
        "上年 去年 同比 环比 基数 基础上 基期 基准 历史 以来 已 曾 原有 欠 结转 结余"
        " 遗留 补发 补缴 清算 决算 结算 自评 评价 审计 续建 持平 同期 测算"
        " 在册 在编 统计 巩固"
    )
    # And with one of these, unless it sets a deadline.
    past_words: tuple[str, ...] = _words(
        "截至 截止 实际 尾款 余款 质保金 工程款 款项 普查 年报 考核 开工 竣工 建成 出台"
        " 印发 颁布 批准 批复 文件 标准"
    )
    # Paid month by month, unless something in the same text is paid once.
    monthly_words: tuple[str, ...] = _words(
        "按月 每月 逐月 月度 按季 每季 工资 薪酬 薪资 基本报酬 职务补贴 岗位补贴 五险"
        " 社保 公积金 养老金 低保金"
    )
    once_words: tuple[str, ...] = _words(
        "一次性 年终 年底 年末 考核奖 绩效奖 尾款 按年"
    )
    # Paid in time: one of the first beside one of the second; or one of the third.
    timely_words: tuple[str, ...] = _words("按时 及时 按月 按季 按期 准时")
    paying_words: tuple[str, ...] = _words(
        "发放 拨付 支付 下拨 下达 兑付 兑现 到位 拨款"
    )
    promise_words: tuple[str, ...] = _words("支出进度 执行进度 序时进度 均衡支出")
    # From this share in % on, a table equals that of the year before.
    copied_share: int = 95

    # --- Goal, indicator and money (C31–C44) ---
    # Each line holds words for people that may stand for each other.
    people: tuple[str, ...] = (
        "村干部 村社干部 社干部 社区干部 村两委 两委 两委干部 村级人员 党支部书记"
        " 支部书记 村书记 村主任 干部",
        "教师 老师 教职工 教职员工 教育工作者",
        "学生 师生 幼儿 儿童 少年 在校生 新生 中小学生 大学生",
        "老人 老年人 高龄老人 老龄人",
        "残疾人 残疾儿童 残障人士",
        "低保对象 低保户 低保人员 特困人员 五保户 特困供养人员",
        "孤儿 困境儿童",
        "退役军人 退伍军人 复员军人 优抚对象 军属 烈属 现役军人 义务兵",
        "贫困户 贫困人口 脱贫户 脱贫人口 建档立卡户 贫困群众",
        "被征地户 被征地农民 征地户 拆迁户 被拆迁户 被征收人",
        "农户 农民 种植户 养殖户 种粮大户 合作社",
        "企业 商户 经营主体 市场主体 个体户",
        "游客 观众 参观者",
        "患者 病人 就诊人员",
        "医生 护士 医护人员 医务人员 乡村医生 村医",
        "职工 干警 民警 员工 机关人员 聘用人员 工作人员 辅警 协管员 临聘人员",
        "人才",
        "陪审员 调解员",
        "护林员 保洁员 网格员 河长 水管员",
        "驾驶员 司机 乘客 车主",
        "志愿者 社工",
    )
    # A group in this state is another one than the group without it.
    people_states: tuple[str, ...] = _words(
        "离任 离职 离退休 退休 离休 退职 卸任 退役 退养"
    )
    # Who gets the money stands beside one of these.
    gift_words: tuple[str, ...] = _words(
        "发放 补贴 补助 工资 薪酬 待遇 奖金 奖励 慰问 救助 资助 报酬 津贴 抚恤 保险"
    )
    # What money is paid for, word by word; a line is one kind of thing.
    paid_things: tuple[str, ...] = (
        "工资 报酬 薪酬 补贴 补助 津贴 奖金 奖励 待遇 保险 抚恤 慰问 救助 资助 人工"
        " 劳务",
        "补偿 赔偿 安置",
        "工程 建设 改造 维修 修缮 施工 新建 扩建 机械",
        "采购 购置 购买 设备",
        "水电 电费 水费 取暖 办公 差旅 运转",
        "培训 宣传 会议",
        "租金 租赁 租用",
        "保洁 绿化 养护 物业",
    )
    # A goal that names what is paid says one of these.
    pay_verbs: tuple[str, ...] = _words("支付 发放 拨付 购买 采购 缴纳 用于")
    # Nothing to tell one goal from another.
    common_words: tuple[str, ...] = _words(
        "保障 确保 保证 促进 推动 推进 提高 提升 加强 加快 完成 实现 达到 发展 工作"
        " 项目 资金 社会 稳定 经济 建设 管理 服务 情况 有效 进一步 开展 实施 顺利 年度"
        " 目标 指标 计划 水平 质量 能力 相关 各项 完善 改善 持续 发挥 主要 用于 经费"
        " 专项"
    )
    # What an effect may be about → words of projects that it may belong to.
    domains: Mapping[str, str] = field(
        default_factory=lambda: {
            "农业 农村 农民": "农 村 镇 乡 粮 种植 养殖 畜 牧 田 耕 渔 果 菜 蔗 茶 扶贫"
            " 脱贫 振兴 汛 灌 水库",
            "就业": "就业 创业 岗位 用工 招聘 培训 技能 务工 劳动 企业 产业 招商 园区",
            "生态 环保": "环境 环保 环卫 生态 污 绿 林 草 河 湖 水质 水源 水利 供水"
            " 节水 垃圾 节能 大气 空气 尘 保洁 厕 秸秆 土壤 土地 湿地 公园 耕 治理 汛"
            " 灌",
            "教育": "教 学 校 幼 课 培训 师",
            "医疗": "医 卫生 病 疫 健康 药 诊 妇幼 残疾",
            "交通": "路 桥 车 交通 运输 港 航 公交 出行",
            "旅游": "旅 景 游 文化 文物 博物 体育 民宿",
            "治安 司法": "安 警 法 调解 综治 矛盾 信访 维稳 监控 消防 禁毒 社区矫正",
            "养老": "老 养 民政 殡 护理",
            "住房": "房 宅 居 棚 公积金 小区",
            "水利": "水 河 渠 灌 汛 堤 坝",
            "税收": "税 企 商 财源 园区 产业",
        }
    )
    # Share (%) of a project's name or goal that its 分项绩效目标 repeats.
    link_share: int = 30
    # Share (%) of equal indicators from which on a table counts as copied from another.
    same_indicators: int = 60
    # A unit cost this many times over or under the median of so many others is odd.
    cost_factor: int = 3
    cost_peers: int = 3
    # A name made of these alone counts the people who are paid.
    recipient_words: tuple[str, ...] = _words(
        "享受 领取 发放 补助 补贴 资助 保障 救助 资金 待遇 工资 对象 人员 政策 支付"
        " 奖励 慰问 的"
    )
    # Whoever they are: the indicator may well ask these.
    anyone: tuple[str, ...] = _words(
        "服务对象 受益 群众 公众 社会 居民 村民 市民 百姓 人民 对象 家长 用户 各方"
        " 使用 领取 享受 受助 受补 人员满意 老干部 老同志"
    )

    # --- Quality of the indicator (C45–C63) ---
    # A name that ends so is a share, and so a percentage; but for the second list.
    rates: tuple[str, ...] = _words("率 比例 比率 比重 占比 百分比 满意度 满意程度")
    not_rates: tuple[str, ...] = _words(
        "效率 频率 功率 速率 汇率 利率 税率 费率 概率 倍率 周转率 容积率 分辨率"
    )
    # Shares that cannot exceed 100 %.
    bounded_rates: tuple[str, ...] = _words(
        "合格率 达标率 满意度 满意率 覆盖率 及时率 准确率 知晓率 优良率 到位率 发放率"
        " 完好率 入学率 通过率 在线率 公开率 规范率 优秀率 及格率 成活率 存活率 参保率"
        " 知晓度 准时率 办结率 处置率 普及率 接种率 巩固率 参与率"
    )
    # And those that may: more than was planned, or a multiple.
    unbounded_rates: tuple[str, ...] = _words(
        "完成率 收益率 回报率 利润率 产出率 产销率 周转 负债率 杠杆 保值 增值 比例 比率"
        " 比重 投入产出 覆盖倍数"
    )
    # Other endings of a name that go well with a percentage; growth only below 100 %.
    rate_like: tuple[str, ...] = _words(
        "度 性 面 水平 幅度 合格 达标 完成 覆盖 占 份额 进度 满意 百分 指数 控制 感"
    )
    growth: tuple[str, ...] = _words(
        "增长 提高 提升 增加 下降 降低 减少 节约 改善 增幅 降幅"
    )
    # Progress is no quality.
    progress_words: tuple[str, ...] = _words(
        "进度 完成率 完成情况 完成百分比 完成比例 完工率 开工率 发放率 到位率"
        " 拨付率 支付率 支出率 执行率 及时率 及时性 按时 按期"
    )
    # A name that ends so is a count, of this unit.
    count_units: Mapping[str, str] = field(
        default_factory=lambda: {
            "人数": "人",
            "人次": "人次",
            "户数": "户",
            "个数": "个",
            "次数": "次",
            "场次": "场次",
            "件数": "件",
            "台数": "台",
            "份数": "份",
            "数量": "",
            "面积": "",
            "里程": "",
            "长度": "",
        }
    )
    # Counting these, or what is good, says something about quality.
    faults: tuple[str, ...] = _words(
        "投诉 事故 差错 故障 空置 超支 逾期 违规 违纪 返工 缺陷 拖欠 失误 错误 火灾"
        " 死亡 伤亡 流失 辍学 失业 发案 闲置 退回 损耗"
    )
    merits: tuple[str, ...] = _words("合格 达标 优良 优秀 优质 获奖 先进 良好 质量")
    # Names without a unit.
    unitless: tuple[str, ...] = _words(
        "指数 系数 比值 倍数 得分 评分 分数 分值 排名 位次 名次 等级 级别 星级"
    )
    # A cost may be limited by a share of this kind.
    cost_rates: tuple[str, ...] = _words(
        "节约率 节省率 控制率 降低率 下降率 压减率 超支率 偏差率 结余率 占比 比例 比重"
    )
    # What is paid out may well have a floor.
    payments: tuple[str, ...] = _words("补助 补贴 救助 奖励 工资 薪酬 报酬 待遇 发放")
    question_words: tuple[str, ...] = _words("是否 与否 能否 有无 可否 吗 ?")
    # Words that add nothing to a name when it is repeated as its own description.
    fillers: tuple[str, ...] = _words("的 反映 情况 指标")
    vague_words: tuple[str, ...] = _words(
        "推动 促进 提升 提高 及时 有效 明显 显著 保障 改善 加强 增强 良好 较好 效果好"
        " 进一步 稳步 逐步 持续 不断 有所 有力 优化 完善 长期 长远 正面 支撑 积极 增加"
        " 降低 减轻 缩小 扩大 确保 影响 推进 助力"
    )
    # A frequency or a period: enough to say when.
    time_words: tuple[str, ...] = _words(
        "全年 当年 本年 年度内 每年 每月 每季 每周 每日 每天 按月 按季 按年 按周 按日"
        " 逐月 逐季 月底 季末 月初 年内"
    )
    vague_bases: tuple[str, ...] = _words(
        "工作经验 经验 上级 国家 中央 省级 市级 县级 区级 省 市 县 区 有关 相关 部门"
        " 单位 本单位 主管 工作 实际 业务 财政 政策 文件 规定 要求 精神 惯例 常规 需要"
        " 情况 做法 安排 部署 领导 以往 往年 历年 历史 过去 长期 根据 按照 依据 参照"
        " 结合 按 及 和 与 或 的 以 等 执行 确定 制定 自定 估计 经验值 习惯 传统"
        " 政府 党委 党工委 年度 相应 一般 正常 本级 以前"
    )
    # The official kinds of a basis are accepted as they are.
    known_bases: tuple[str, ...] = _words("政策文件")
    survey_words: tuple[str, ...] = _words(
        "调查 问卷 测评 回访 访谈 走访 座谈 抽样 评议 反馈 民意 投票 评价 意见箱 热线"
        " 征求 征集 电话 评分 打分 打卡 调研 随访"
    )
    # Share (%) of projects of a department, and of numbers of a table, that is "most".
    most: int = 60
    safe_share: int = 50
    compared_projects: int = 3
    # Above this amount (万元) so many quantity indicators are expected.
    least_quantities: Mapping[int, int] = field(default_factory=lambda: {100: 2})
    # 一级指标 → points; empty: only what the label itself says, as in 产出指标(50分).
    tier_weights: Mapping[str, int] = field(default_factory=dict)

    # --- Before publication (C64–C66) ---
    sensitive_words: tuple[str, ...] = _words(
        "上访 劝返 接访 截访 非访 缠访 闹访 稳控 维稳 重点人员 重点群体 越级 群体性事件"
        " 涉密 机密 绝密 不宜公开 内部掌握 邪教 涉恐 技侦 特情 侦控"
    )
    # Duties of the finance bureau, or of a level above.
    foreign_words: tuple[str, ...] = _words(
        "代编预算 批复部门预算 批复各部门 汇总部门预算 预算草案 财政总决算 总预算会计"
        " 各市县财政 各县区财政 各县(市、区)财政 指导市县 指导下级财政"
    )

    def severity_of(self, check: str, default: str) -> str | None:
        """The severity that counts; ``None`` if the check is switched off."""
        chosen = self.severities.get(check, default)
        return None if chosen == OFF else chosen

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Settings":
        """Out of stored JSON; unknown keys raise ``TypeError``."""
        known = dict(data)
        for key in {"progress", "least_quantities"} & known.keys():
            known[key] = {int(k): int(v) for k, v in known[key].items()}
        return cls(**{k: _frozen(v) for k, v in known.items()})


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(value) if isinstance(value, list) else value
