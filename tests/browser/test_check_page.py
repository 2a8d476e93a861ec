"""Codes of certificates are checked in Chromium, with network and without, on the demo, in Chinese.

The page always says which of the two checks it did: the signature, by itself; the status, online.
"""

import io
import json
import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from odoo.addons.brand_certification.scheme import qr_payload

PASSWORD = "demo1234"
PHONE = {"width": 390, "height": 844}
SIGNED, ASKED, NOT_ASKED = "签名已核验", "已联网查询状态", "未查询状态"

# What happened to four certificates of the demo after their papers were made
STORY = """
import json
Certificate = env["brand.certificate"].with_context(lang="zh_CN")
city = env.ref("brand_city_wuhu.company")
found = Certificate.search([("status", "=", "valid"), ("company_id", "=", city.id)], limit=3)
def code(certificate):
    return certificate._paper_values()["qr_text"]
codes = dict(zip(("valid", "first", "withdrawn"), map(code, found)))
_valid, reissued, withdrawn = found
reissued._new_version({"holder_name": reissued.holder_name + "(更名)"}, "更名")
codes["second"] = code(reissued)
withdrawn.action_withdraw("弄虚作假", "芜市监示例〔2026〕9号")
paper = env["brand.paper"].search([("certificate_id", "=", found[0].id), ("kind", "=", "certificate")])
env.cr.commit()
print("CODES " + json.dumps({**codes, "paper": paper.id, "number": reissued.number}))
"""


@pytest.fixture(scope="module")
def codes(demo_server):
    """Links of codes as they are printed, by what has befallen the certificate since."""
    command = [os.environ["BRAND_PYTHON"], "-m", "odoo", "shell", "-c", demo_server.config]
    done = subprocess.run(
        [*map(str, command), "--no-http"],
        input=STORY,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = re.search(r"^CODES (.*)$", done.stdout, re.MULTILINE)
    assert found, done.stderr[-2000:]
    return json.loads(found[1])


@pytest.fixture
def phone(browser):
    """A phone that has not been to the site."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport=PHONE, service_workers="allow"
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()


def scan(server, context, link):
    """Open a code's link, as a phone's camera does; the panel with the verdicts."""
    page = context.new_page()
    page.goto(f"{server.url}/brand/verify/{link.rpartition('/')[2]}")
    return verdict(page)


def verdict(page):
    panel = page.locator("#brand_check")
    page.wait_for_function(
        "() => { const {signature, status} = document.getElementById('brand_check').dataset;"
        " return signature && (signature !== 'good' || status); }"
    )
    text = panel.inner_text()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"] + 1, page.url
    data = panel.evaluate("(element) => ({...element.dataset})")
    return data.get("signature"), data.get("status"), text


def enter(server, context, link):
    """Put a link into the page for checking without network."""
    page = context.new_page()
    page.goto(f"{server.url}/brand/check")
    page.fill("#link", link)
    page.click("#brand_check_form button")
    return verdict(page)


def test_a_genuine_code_is_checked_by_signature_and_asked_online(demo_server, codes, phone):
    for check in (scan, enter):
        signature, status, text = check(demo_server, phone, codes["valid"])

        assert (signature, status) == ("good", "valid")
        assert SIGNED in text and ASKED in text and "有效" in text
        assert NOT_ASKED not in text


def test_a_forged_code_is_called_so_and_its_words_are_not_shown(demo_server, codes, phone):
    link, digits = codes["valid"].split("#")
    signed, signature = qr_payload.unpack(digits)
    facts = qr_payload.facts_of(signed)
    changed = qr_payload.message(facts._replace(holder="冒名示例有限公司"))

    for payload in (qr_payload.pack(changed, signature), digits[:-3] + "000"):
        verdicts = enter(demo_server, phone, f"{link}#{payload}")
        assert verdicts[:2] == ("forged", "")
        assert SIGNED not in verdicts[2] and "冒名示例" not in verdicts[2]


def test_what_is_wrong_with_a_code_stands_before_what_its_number_is_worth(
    demo_server, codes, phone
):
    """A forged code may carry the link of a certificate that is valid."""
    link, payload = codes["valid"].rpartition("/")[2].split("#")
    other = codes["second"].rpartition("/")[2].split("#")[0]
    for code, is_first in (
        (f"{link}#{payload}", False),
        (f"{link}#{payload[:-3]}000", True),
        (f"{other}#{payload}", True),
    ):
        page = phone.new_page()
        page.goto(f"{demo_server.url}/brand/verify/{code}")
        verdict(page)
        tops = [
            page.locator(name).bounding_box()["y"] for name in ("#brand_check", ".o_brand_answer")
        ]
        assert (tops[0] < tops[1]) == is_first, code


def test_a_code_by_an_unknown_key_is_neither_genuine_nor_forged(demo_server, codes, phone):
    facts = qr_payload.Facts(
        codes["number"], 1, "示例有限公司", "产品", date(2024, 1, 1), date(2030, 1, 1), "deadbeef"
    )
    signed = qr_payload.message(facts)
    pair = decode_dss_signature(
        ec.generate_private_key(ec.SECP256R1()).sign(signed, ec.ECDSA(hashes.SHA256()))
    )
    payload = qr_payload.pack(signed, b"".join(part.to_bytes(32) for part in pair))

    signature, status, text = enter(demo_server, phone, f"https://elsewhere.example/x#{payload}")

    assert (signature, status) == ("foreign", "")
    assert "deadbeef" in text and SIGNED not in text


def test_a_code_put_together_from_two_is_told(demo_server, codes, phone):
    link, payload = codes["second"].split("#")[0], codes["valid"].split("#")[1]

    signature, status, text = enter(demo_server, phone, f"{link}#{payload}")

    assert (signature, status) == ("good", "other")
    assert "请勿采信" in text


def test_a_paper_that_was_replaced_says_which_one_counts(demo_server, codes, phone):
    older = enter(demo_server, phone, codes["first"])
    newer = enter(demo_server, phone, codes["second"])

    assert older[:2] == ("good", "replaced")
    assert f"{codes['number']}-V2" in older[2]
    assert newer[:2] == ("good", "valid")
    # also by the number alone, when the link was not copied whole
    without_link = "#" + codes["first"].split("#")[1]
    assert enter(demo_server, phone, without_link)[:2] == ("good", "replaced")
    without_link = "#" + codes["second"].split("#")[1]
    assert enter(demo_server, phone, without_link)[:2] == ("good", "valid")


def test_a_certificate_withdrawn_since_has_a_good_signature_and_a_bad_status(
    demo_server, codes, phone
):
    signature, status, text = scan(demo_server, phone, codes["withdrawn"])

    assert (signature, status) == ("good", "withdrawn")
    assert SIGNED in text and ASKED in text and "撤销" in text


def test_without_network_the_signature_is_checked_and_the_status_is_not(demo_server, codes, phone):
    page = phone.new_page()
    page.goto(f"{demo_server.url}/brand/check")
    page.wait_for_function("async () => (await caches.match('/brand/check')) !== undefined")
    page.reload()  # from now on the worker answers
    phone.set_offline(True)

    for name in ("valid", "withdrawn"):  # nothing but the register knows the difference
        signature, status, text = scan(demo_server, phone, codes[name])
        assert (signature, status) == ("good", "not-asked")
        assert SIGNED in text and NOT_ASKED in text and ASKED not in text
    link, payload = codes["valid"].split("#")
    forged = enter(demo_server, phone, f"{link}#{payload[:-3]}000")
    assert forged[:2] == ("forged", "")

    phone.set_offline(False)
    assert scan(demo_server, phone, codes["withdrawn"])[:2] == ("good", "withdrawn")


def test_a_visitor_of_the_demo_downloads_a_certificate_whose_signature_holds(
    demo_server, codes, browser_page
):
    """Also in a copy of the demo that was restored where its private keys are not."""
    page = demo_server.sign_in(browser_page, "officer", PASSWORD)
    content = page.request.get(f"{demo_server.url}/brand/paper/{codes['paper']}").body()
    keys = page.request.get(f"{demo_server.url}/brand/keys.json").json()["keys"]

    embedded = PdfFileReader(io.BytesIO(content)).embedded_signatures
    assert len(embedded) == 1
    # a former key's papers go on being checked
    city = "".join(key["pdf_certificates"] for key in keys if "芜湖" in key["city"])
    trusted = list(load_certs_from_pemder_data(city.encode()))
    context = ValidationContext(trust_roots=trusted, allow_fetching=False)
    with ThreadPoolExecutor(1) as aside:  # this thread has Playwright's event loop
        found = aside.submit(validate_pdf_signature, embedded[0], context).result()

    assert found.bottom_line and found.intact and found.trusted
