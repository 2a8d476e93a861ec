"""The papers that enterprises upload: one real PDF a kind, made once and used by all."""

import base64
import io

import xlsxwriter
from weasyprint import HTML

# Name in the programme's checklist: heading, lines
_PAPERS = {
    "营业执照": ("营业执照(副本)", ("统一社会信用代码、名称、住所、经营范围以系统登记为准。",)),
    "产品检验报告": (
        "检验检测报告",
        ("检验类别:委托检验(全项)", "检验结论:所检项目符合标准要求。", "资质:CMA、CNAS(示例)"),
    ),
    "标准比对表": (
        "产品主要指标与国际、国家、行业标准比对表",
        ("主要指标均达到或优于对应标准限值,详见各项实测数据。",),
    ),
    "知识产权证明": ("知识产权清单及证书", ("与申报产品直接相关的专利、商标权属清晰。",)),
    "质量管理体系认证证书": (
        "质量管理体系认证证书",
        ("符合 GB/T 19001-2016 / ISO 9001:2015 标准。",),
    ),
    "标准自我声明公开证明": (
        "标准自我声明公开证明",
        ("执行标准已在企业标准信息公共服务平台自我声明公开。",),
    ),
    "质量检验或验收报告": (
        "质量检验(验收)报告",
        ("检验(验收)结论:符合标准要求,合格。", "资质:CMA、CNAS(示例)"),
    ),
    "管理体系认证证书": ("质量管理体系认证证书", ("符合 GB/T 19001-2016 / ISO 9001:2015 标准。",)),
    "市场影响证明": ("市场影响证明", ("由行业协会根据上一年度统计数据出具。",)),
    "社会责任报告": ("社会责任报告", ("安全生产、环境保护、员工权益保障情况。",)),
    "市场占有率证明": ("市场占有率证明", ("由行业协会根据上一年度统计数据出具。",)),
    "获得荣誉证明": ("获得荣誉证明", ("近三年质量、科技、品牌荣誉复印件。",)),
}
_PAGE = """
<style>
  @page {{ size: A4; margin: 30mm 25mm }}
  body {{ font-family: "Noto Serif CJK SC", serif; font-size: 14pt; line-height: 1.9 }}
  h1 {{ text-align: center; font-size: 22pt; font-weight: 400; margin-bottom: 18mm }}
  footer {{ margin-top: 40mm; color: #666; font-size: 10.5pt }}
</style>
<h1>{title}</h1>{lines}
<footer>演示材料:内容均为虚构,仅用于系统演示。</footer>
"""


# Forms that a city offers for download: name in the checklist, file, columns
_FORMS = {
    "标准比对表": (
        "标准比对表.xlsx",
        ("序号", "指标名称", "单位", "本产品", "国际标准", "国家标准", "行业标准", "比对结论"),
    ),
    "标准自我声明公开证明": (
        "执行标准清单.xlsx",
        ("序号", "标准编号", "标准名称", "自我声明公开日期", "公开网址"),
    ),
}


def offer_forms(program):
    """The manager uploads the forms to fill in beside the rows of the checklist."""
    for row in program.document_type_ids.filtered(lambda row: row.name in _FORMS):
        filename, columns = _FORMS[row.name]
        row.write({"template": _form(row.name, columns), "template_name": filename})


def _form(title, columns):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EEEEEE", "text_wrap": True})
    for column, name in enumerate(columns):
        sheet.write(2, column, name, head)
    sheet.set_column(0, len(columns) - 1, 16)
    sheet.set_landscape()
    sheet.set_paper(9)
    book.close()
    return base64.b64encode(target.getvalue())


def papers():
    """``{name in the checklist: PDF in base64}``."""
    return {name: paper(title, lines) for name, (title, lines) in _PAPERS.items()}


def paper(title, lines):
    """One sheet with a heading and lines: a PDF in base64."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return base64.b64encode(HTML(string=_PAGE.format(title=title, lines=text)).write_pdf())
