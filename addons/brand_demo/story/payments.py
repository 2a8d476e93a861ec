"""What people do with a reward, one verb a step; each step by the user whose step it is."""

from odoo.addons.brand_awards.models.award_claim_portal import NEW_ACCOUNT

CITY_BANK = "中国工商银行股份有限公司芜湖分行营业部"


def name_bank_account(scene):
    """The administrator enters the account from which rewards are paid, once."""
    bank = scene.by("admin", "res.bank").create({"name": CITY_BANK})
    journal = scene.by("admin", scene.company).award_bank_journal_id
    journal.write(
        {
            "name": "专项经费专户(工商银行)",
            "bank_acc_number": "1307000199990000018",
            "bank_id": bank.id,
        }
    )


# -- enterprise ------------------------------------------------------------------------------------


def confirm(scene, cases):
    """The enterprise confirms its account in the portal; the first time it enters it."""
    for case in cases:
        firm = scene.enterprises[scene.products[case.product].enterprise]
        claim = scene.by(firm.login, _claims(scene, [case]))
        answers = {
            "account": str(firm.account.id) if firm.account else NEW_ACCOUNT,
            "holder": firm.name,
            "number": firm.account_number,
            "bank": firm.bank,
            "cnaps": firm.cnaps,
        }
        claim._portal_confirm_account(answers)
        firm.account = claim.sudo().bank_account_id


# -- office ----------------------------------------------------------------------------------------


def review(scene, cases):
    """The award officer checks accounts that nobody has checked yet, then the claims."""
    claims = scene.by("award", _claims(scene, cases))
    claims.bank_account_id.filtered(lambda account: not account.allow_out_payment).action_trust()
    claims.action_review()


def send_back(scene, cases):
    reason = "所确认账户为一般存款账户,请改为基本存款账户,或说明原因后重新确认。"
    scene.by("award", _claims(scene, cases)).action_return(reason=reason)


def refuse(scene, case):
    scene.by("award", _claims(scene, [case])).action_reject(
        reason="企业来函自愿放弃本项奖励资金。", document_no=f"芜市监示例奖〔{case.batch}〕3号"
    )


def notice(scene, cases):
    """The officer lists the claims, the reviewer publishes the list."""
    form = scene.by("award", _claims(scene, cases)).action_make_notice()
    listed = scene.by("reviewer", scene.env["brand.notice"].browse(form["res_id"]))
    year = scene.agenda.today.year
    listed.name = f"{year}年度“芜湖智造”品牌认证奖励资金拟兑现名单公示"
    listed.action_publish(document_no=f"芜市监示例公告〔{year}〕22号")


def approve(scene, cases):
    claims = scene.by("approver", _claims(scene, cases))
    year = claims[:1].certificate_id.date_issue.year
    claims.action_approve(document_no=f"芜市监示例奖〔{year}〕5号")


# -- finance ---------------------------------------------------------------------------------------


def make(scene, cases):
    """A disbursement of all approved claims of the fund."""
    claims = _claims(scene, cases)
    batch = scene.by("finance", "award.disbursement").create({"fund_id": claims.fund_id.id})
    batch.action_propose()


def post(scene, cases):
    scene.by("checker", _disbursement(scene, cases)).action_confirm()


def export(scene, cases):
    scene.by("finance", _disbursement(scene, cases)).action_export()


def fail(scene, case):
    """The bank returned one payment."""
    lines = scene.by("payer", _claims(scene, [case])).line_ids
    lines.action_fail("开户行系统升级,银行退回。")


def settle(scene, cases):
    batches = _disbursement(scene, cases).filtered(lambda batch: batch.state == "exported")
    scene.by("payer", batches).action_settle()


def _claims(scene, cases):
    ids = [claim.id for case in cases for claim in case.record.sudo().certificate_id.claim_ids]
    return scene.env["award.claim"].browse(ids)


def _disbursement(scene, cases):
    return _claims(scene, cases).line_ids.disbursement_id.sorted("id")[-1:]
