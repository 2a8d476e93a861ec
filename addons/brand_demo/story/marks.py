"""Drawing, manual and terms of a city's mark, and how a holder shows it."""

import base64

from odoo import Command

from .documents import paper

_TERMS = """
<p>1.授权使用不收取费用,以认证证书有效为前提,仅限证书所列产品和型号。</p>
<p>2.标志应与证书编号同时标注;首次使用或者变更使用方式前,应提交样稿并取得同意。</p>
<p>3.不得转让、出借标志,不得使公众误认为政府对产品质量作出担保。</p>
<p>4.证书暂停期间停止使用;证书撤销的,立即停止使用并清除标志。</p>
"""
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" width="120" height="120">
<circle cx="60" cy="60" r="54" fill="none" stroke="#1f4e79" stroke-width="6"/>
<path d="M34 78 60 34l26 44z" fill="none" stroke="#1f4e79" stroke-width="6" stroke-linejoin="round"/>
<path d="M46 70h28" stroke="#c00000" stroke-width="6"/>
</svg>
"""
# What it shows, medium, how it was answered
_SPECIMENS = (
    ("产品铭牌", "product", "action_approve", "同意按此样稿使用。"),
    (
        "展会展板",
        "print",
        "action_refuse",
        "标志宽度不足10毫米,且未标注证书编号,请修改后重新提交。",
    ),
    ("新包装盒正面", "package", None, None),
)


def prepare(scene):
    """The manager keeps the mark's files and terms, before the programme opens."""
    scene.by("manager", scene.program).write(
        {
            "mark_terms": _TERMS,
            "mark_files": [
                Command.create(
                    {
                        "name": "标志图样(矢量图)",
                        "filename": "标志图样.svg",
                        "file": base64.b64encode(_DRAWING.encode()),
                    }
                ),
                Command.create(
                    {
                        "name": "标志使用手册",
                        "filename": "标志使用手册.pdf",
                        "file": paper(
                            "认证标志使用手册", ("按图样等比例使用,最小宽度10毫米,可单色使用。",)
                        ),
                    }
                ),
            ],
        }
    )


def enter(scene):
    """One use was agreed to, one refused, one waits for the officer."""
    scene.agenda.at(scene.agenda.ago(15), _hand_in, scene)
    scene.agenda.at(scene.agenda.ago(12), _answer, scene)


def _hand_in(scene):
    holder = scene.users["enterprise"].partner_id.commercial_partner_id
    licence = scene.env["brand.mark.licence"].search(
        [("partner_id", "=", holder.id), ("state", "=", "active")], limit=1
    )
    scene.specimens = scene.by("enterprise", "brand.mark.specimen").create(
        [
            {
                "licence_id": licence.id,
                "name": f"{name}样稿",
                "media": media,
                "filename": f"{name}样稿.pdf",
                "file": paper(f"{name}样稿", ("标志位于右下角,与证书编号同时标注。",)),
            }
            for name, media, _step, _answer in _SPECIMENS
        ]
    )


def _answer(scene):
    for specimen, (_name, _media, step, answer) in zip(scene.specimens, _SPECIMENS, strict=True):
        if step:
            getattr(scene.by("officer", specimen), step)(answer)
