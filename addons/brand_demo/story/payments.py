"""What people do with a reward, one verb a step; each step by the user whose step it is."""

from odoo.addons.brand_awards.models.award_claim_portal import NEW_ACCOUNT


def name_bank_account(scene):
    """The administrator enters the account from which rewards are paid, and the treasury's, once."""
    bank = scene.by("admin", "res.bank").create({"name": scene.city.bank})
    short = scene.city.bank.partition("股份")[0].removeprefix("中国")
    journal = scene.by("admin", scene.company).award_bank_journal_id
    journal.write(
        {
            "name": f"专项经费专户({short})",
            "bank_acc_number": scene.city.bank_account,
            "bank_id": bank.id,
        }
    )
    scene.by("admin", scene.company).award_treasury_account = (
        f"户名：{scene.city.name}财政局\n账号：{scene.city.bank_account[:4]}29999000000001\n"
        f"开户行：国家金库{scene.city.name}中心支库\n附言：退回品牌奖励，注明本通知书编号"
    )


# -- enterprise ------------------------------------------------------------------------------------


def confirm(scene, cases):
    """The enterprise confirms its account in the portal; the first time it enters it."""
    for case in cases:
        firm = case.firm(scene)
        claim = scene.by(firm.login, claims_of(scene, [case]))
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
    claims = scene.by("award", claims_of(scene, cases))
    claims.bank_account_id.filtered(lambda account: not account.allow_out_payment).action_trust()
    claims.action_review()


def send_back(scene, cases):
    reason = "所确认账户为一般存款账户,请改为基本存款账户,或说明原因后重新确认。"
    scene.by("award", claims_of(scene, cases)).action_return(reason=reason)


def refuse(scene, case):
    scene.by("award", claims_of(scene, [case])).action_reject(
        reason="企业来函自愿放弃本项奖励资金。",
        document_no=f"{scene.city.office}示例奖〔{case.batch}〕3号",
    )


def notice(scene, cases, contacts=None):
    """The officer lists the claims, the reviewer publishes the list."""
    form = scene.by("award", claims_of(scene, cases)).action_make_notice()
    listed = scene.by("reviewer", scene.env["brand.notice"].browse(form["res_id"]))
    year = scene.agenda.today.year
    listed.name = f"{year}年度{scene.city.title}奖励资金拟兑现名单公示"
    if contacts and not listed.discipline_phone:
        listed.write(contacts)
    listed.action_publish(document_no=f"{scene.city.office}示例公告〔{year}〕22号")
    return listed


def approve(scene, cases, login="approver"):
    claims = scene.by(login, claims_of(scene, cases))
    year = claims[:1].claim_date.year
    claims.action_approve(document_no=f"{scene.city.office}示例奖〔{year}〕5号")


# -- finance ---------------------------------------------------------------------------------------


def make(scene, cases, vals=None):
    """A disbursement of all approved claims of the fund."""
    claims = claims_of(scene, cases)
    batch = scene.by("finance", "award.disbursement").create(
        {"fund_id": claims.fund_id.id, **(vals or {})}
    )
    batch.action_propose()


def post(scene, cases):
    scene.by("checker", disbursement(scene, cases)).action_confirm()


def export(scene, cases):
    scene.by("finance", disbursement(scene, cases)).action_export()


def fail(scene, case):
    """The bank returned one payment."""
    lines = scene.by("payer", claims_of(scene, [case])).line_ids
    lines.action_fail("开户行系统升级,银行退回。")


def settle(scene, cases):
    batches = disbursement(scene, cases).filtered(lambda batch: batch.state == "exported")
    scene.by("payer", batches).action_settle()


def claims_of(scene, cases):
    ids = [claim.id for case in cases for claim in case.claims()]
    return scene.env["award.claim"].browse(ids)


def disbursement(scene, cases):
    return claims_of(scene, cases).line_ids.disbursement_id.sorted("id")[-1:]
