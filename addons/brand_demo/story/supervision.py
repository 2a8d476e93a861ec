"""What the authority does with certificates in force: checks by lot, complaints, listings."""

from odoo import Command


def enter(scene):
    """A draw of certificates and inspectors ten weeks ago, its checks; complaints since."""
    agenda = scene.agenda
    agenda.at(agenda.ago(50), _draw, scene, hour=10)
    agenda.at(agenda.ago(40), _check, scene, hour=10)
    agenda.at(agenda.ago(35), _approve, scene, hour=15)
    agenda.at(agenda.ago(30), _infringement, scene)
    agenda.at(agenda.ago(8), _complaint, scene)


def _draw(scene):
    """双随机: certificates and inspectors drawn together, with a witness."""
    year = scene.agenda.day.year
    draw = scene.by("officer", "brand.draw").create(
        {
            "name": f"{year}年度{scene.title}获证产品双随机抽查",
            "kind": "inspection",
            "program_id": _in_force(scene)[:1].program_id.id,
            "count": 2,
            "one_per_group": False,
            "inspector_reserve_count": 0,
        }
    )
    draw.action_fill_pool()
    draw.count = max(2, draw.count)
    draw.action_commit()
    draw.witness = "市公证处代表"
    draw.action_draw()
    draw.action_make_checks()
    scene.checks = draw.surveillance_ids


def _check(scene):
    """The first is found in order, the second is not, the others are still to come."""
    for number, check in enumerate(scene.checks[:2]):
        mine = scene.by("inspector", check)
        mine.action_start()
        for item in mine.item_ids:
            item.answer = "yes"
        failed = bool(number)
        mine.write(
            {
                "result": "fail" if failed else "pass",
                "summary": "标志使用超出证书所列型号,宣传册上未同时标注证书编号。"
                if failed
                else "生产过程、检验记录和标志使用符合要求。",
                "consequence": "correction" if failed else "none",
                "consequence_reason": "首次发现,未造成后果" if failed else False,
            }
        )
        mine.action_finish()


def _approve(scene):
    for check in scene.checks.filtered(lambda one: one.approval == "waiting"):
        number = f"{scene.city.office}示例〔{scene.agenda.day.year}〕41号"
        scene.by("approver", check).action_approve_consequence(number)
    done = scene.checks.filtered(lambda one: one.state == "done")
    scene.by("officer", done).action_publish()


def _complain(scene, kind, certificate, subject, text):
    return scene.by("complaints", "brand.complaint").create(
        {
            "kind": kind,
            "company_id": scene.company.id,
            "certificate_id": certificate.id,
            "subject_text": subject,
            "text": text,
            "complainant_name": "举报人(演示)",
            "complainant_contact": scene.city.phone,
        }
    )


def _infringement(scene):
    """Transferred to those who enforce, answered, closed."""
    subject = "某网店在未获证产品上使用认证标志"
    text = "网店商品主图使用认证标志,该型号查无证书,附页面截图。"
    complaint = _complain(scene, "infringement", _in_force(scene)[:1], subject, text)
    complaint.action_accept()
    complaint.transfer_to = "市市场监管综合行政执法支队"
    complaint.action_transfer(
        "涉嫌侵权,属行政执法职责", f"{scene.city.office}示例移〔{scene.agenda.day.year}〕3号"
    )
    complaint.feedback = "已责令下架并立案调查。"
    complaint.action_record_feedback()
    complaint.write({"finding": "侵权事实成立。", "answer": "已移送查处。", "outcome": "upheld"})
    complaint.action_close()


def _complaint(scene):
    """Accepted, and a check for a cause is asked for."""
    text = "购买的产品实测指标低于宣传,希望核查是否符合认证标准。"
    complaint = _complain(scene, "complaint", _in_force(scene)[1:2], "产品指标与宣传不符", text)
    complaint.action_accept()
    complaint.action_make_check()
    checks = complaint.surveillance_ids
    inspectors = scene.users["inspector"] | scene.users["inspector2"]
    scene.by("officer", checks).inspector_ids = [Command.set(inspectors.ids)]


def _in_force(scene):
    """Certificates issued on an application, under whichever version of the programme."""
    return scene.env["brand.certificate"].search(
        [
            ("program_id.code", "=", scene.program.code),
            ("company_id", "=", scene.company.id),
            ("origin", "=", "application"),
            ("status", "=", "valid"),
        ],
        order="number",
    )
