"""The cities of the demo: what their offices are called, and how their people log in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class City:
    """One city. What its packs brought is asked of the pack; this is what the story adds."""

    key: str  # of its pack, its files and its people
    name: str
    title: str  # of what it certifies or rewards, as notices have it
    office: str  # beginning of the office's document numbers
    government: str
    phone: str
    home_district: str
    is_first: bool = False  # its files stand above the others', its logins have no prefix
    # -- certification; without one there are no bodies and no products
    certifies: bool = True
    meeting: str = ""
    members: tuple = ()
    deciders: tuple = ()  # who agrees, one after the other; nobody: the body's decision is the last
    admission_no: str = ""
    objector: str = ""
    industries: tuple = ("C",)  # for which its bodies are accredited
    objections: dict | None = None
    shortfall_reason: str = "坚持宁缺毋滥,本批不降低标准,名额留待下一批。"
    # -- money: the account from which rewards are paid
    bank: str = ""
    bank_account: str = ""

    @property
    def pack(self):
        return f"brand_city_{self.key}"

    @property
    def domain(self):
        return f"{self.key}.example"

    @property
    def prefix(self):
        """What the logins of its people begin with."""
        return "" if self.is_first else f"{self.key}-"

    @property
    def folder(self):
        """Where its files stand below data/."""
        return "" if self.is_first else f"{self.key}/"


WUHU = City(
    key="wuhu",
    is_first=True,
    name="芜湖市",
    title="“芜湖智造”品牌认证",
    office="芜市监",
    government="芜政办",
    meeting="市质量发展委员会专题会议",
    members=(
        "市市场监管局",
        "市发展改革委",
        "市经济和信息化局",
        "市科技局",
        "市财政局",
        "市商务局",
        "市生态环境局",
    ),
    deciders=("approver", "leader"),
    admission_no="芜市监示例〔2021〕31号",
    objector="芜湖示例科技服务有限公司",
    phone="0553-0000190",
    home_district="yijiang",
    bank="中国工商银行股份有限公司芜湖分行营业部",
    bank_account="1307000199990000018",
)

SUZHOU = City(
    key="suzhou",
    name="苏州市",
    title="“苏州制造”品牌认证",
    office="苏市监",
    government="苏府办",
    meeting="“苏州制造”品牌认证推进工作组会议",
    admission_no="苏市监示例〔2021〕2号",
    objector="苏州示例技术服务有限公司",
    phone="0512-0000190",
    home_district="gusu",
    industries=("C", "H", "N", "R"),
)

WUHAN = City(
    key="wuhan",
    name="武汉市",
    title="“武汉精品”认定",
    office="武市监",
    government="武政办",
    meeting="市质量强市工作领导小组会议",
    members=(
        "市质监局",
        "市发展改革委",
        "市经济和信息化委",
        "市农委",
        "市城乡建设委",
        "市财政局",
        "市商务局",
    ),
    deciders=("approver",),
    admission_no="武质强办示例〔2017〕6号",
    objector="武汉示例工程咨询有限公司",
    phone="027-0000190",
    home_district="wuchang",
    industries=("A", "C", "E", "G", "H", "I", "M"),
    shortfall_reason="本批农业、工程领域申报件数少,合格者不足,坚持宁缺毋滥;下一批由主管部门加强培育推荐。",
    objections={
        "upheld": (
            "该工程的顶推施工工法为联合体另一方所有,不属于申报单位自主知识产权。",
            "核查工法证书和联合体协议,申报单位为参与单位,申报书所述“自主研发”与事实不符。",
            "经核实,异议成立,该项目不再进入审定。",
        ),
        "dismissed": (
            "该产品市场占有率数据与行业报告不一致,请核实。",
            "调阅行业协会证明和销售台账,数据口径为国内招标市场,与申报材料一致。",
            "经核实,申报数据属实,异议不成立。",
        ),
    },
)

ZHUZHOU = City(
    key="zhuzhou",
    name="株洲市",
    title="品牌提升工程",
    office="株市监",
    government="株政办",
    phone="0731-0000190",
    home_district="tianyuan",
    certifies=False,
    bank="中国建设银行股份有限公司株洲分行营业部",
    bank_account="43050162999900000026",
)
