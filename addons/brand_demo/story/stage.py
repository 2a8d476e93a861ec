"""Who and what appears: users, enterprises, bodies, products; all found by a short reference."""

import contextlib
import csv
from types import SimpleNamespace
from unittest import mock

from odoo import Command, tools

from odoo.addons.mail.models.mail_thread import MailThread

from . import documents
from .places import WUHU

LANGUAGE = "zh_CN"


class Stage:
    """A city with its people. ``users`` by login, the rest by the references of ``data/``.

    Logins of all cities but the first begin with the city's name; here they are without it.
    """

    def __init__(self, env, agenda, city=WUHU):
        self.agenda = agenda
        self.city = city
        self.title = city.title
        self.company = env.ref(f"{city.pack}.company")
        self.env = env(
            context={
                **env.context,
                "lang": LANGUAGE,
                "tracking_disable": True,
                "mail_notrack": True,
                "no_reset_password": True,
                "allowed_company_ids": self.company.ids,
            }
        )
        self.papers = documents.papers()
        self.users = {"admin": env.ref("base.user_admin")}
        # Hashing takes a third of a second by design: once for all
        self._password = password(env, agenda)
        self._clear_the_desk()
        self._accounts = [row for row in rows("accounts") if row["city"] == city.name]
        staff = [row for row in self._accounts if row["place"] in ("city", "district")]
        self._add_users([(row, None) for row in staff])
        self.users["district"].brand_district_ids = self.district(city.home_district)
        self.bodies = self._add_bodies() if city.certifies else {}
        self.enterprises = self._add_enterprises()
        products = self.rows("products") if city.certifies else ()
        self.products = {row["ref"]: SimpleNamespace(**row) for row in products}
        self.standards, self.cases, self.years = {}, {}, {}
        # what a department does two working days after an application, if the city asks for it
        self.recommend = None
        # which evidence assessors write, by the code of the programme's criterion
        self.evidence = {code: code for code in "12345"}

    def _clear_the_desk(self):
        """Take away what Odoo puts on a new desk: its placeholder of a logo, its robot's greeting."""
        if self.company.uses_default_logo:
            self.company.logo = False
        channel = self.env.ref("mail.channel_all_employees", raise_if_not_found=False)
        if channel:
            channel.active = False

    def welcome_strangers(self):
        """This city's page is what strangers and the administrator see first."""
        for user in self.env.ref("base.public_user") | self.env.ref("base.user_admin"):
            user.write(
                {"company_ids": [Command.link(self.company.id)], "company_id": self.company.id}
            )

    # -- acting ------------------------------------------------------------------------------------

    def by(self, login, records):
        """``records`` (or the model of that name) as the user of ``login`` has them."""
        if isinstance(records, str):
            records = self.env[records]
        return records.with_user(self.users[self._key(login)])

    def _key(self, login):
        return login.removeprefix(self.city.prefix)

    def district(self, name):
        return self.ref(f"district_{name}")

    def ref(self, name):
        """What the city's pack brought under this name."""
        return self.env.ref(f"{self.city.pack}.{name}").with_env(self.env)

    def rows(self, name):
        """Rows of the city's own file."""
        return rows(f"{self.city.folder}{name}")

    # -- people ------------------------------------------------------------------------------------

    def _add_users(self, people):
        """Users named by their roles, with the one password of the demo.

        :param people: ``[(row of accounts.csv, organisation or None)]``
        """
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": _name(row),
                    "parent_id": organisation.id,
                    "email": self._email(row),
                    "lang": LANGUAGE,
                }
                for row, organisation in people
                if organisation
            ]
        )
        contact_ids = iter(contacts.ids)
        users = self.env["res.users"].create(
            [
                self._prepare_user(row) | ({"partner_id": next(contact_ids)} if place else {})
                for row, place in people
            ]
        )
        for user in users:
            user._set_encrypted_password(user.id, self._password)
            self.users[self._key(user.login)] = user

    def _prepare_user(self, row):
        vals = {
            "name": _name(row),
            "login": row["login"],
            "email": self._email(row),
            "lang": LANGUAGE,
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set([self.env.ref(g).id for g in row["groups"].split()])],
            "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
        }
        if "odoobot_state" in self.env["res.users"]._fields:
            vals["odoobot_state"] = "disabled"
        return vals

    def _email(self, row):
        return f"{self._key(row['login'])}@{self.city.domain}"

    def _add_enterprises(self):
        """Enterprises as the officer enters them, with a user each; by reference."""
        firms = self.rows("enterprises")
        partners = self.by("officer", "res.partner").create(
            [
                {
                    "name": row["name"],
                    "is_company": True,
                    "is_brand_enterprise": True,
                    "uscc": row["uscc"],
                    "brand_district_id": self.district(row["district"]).id,
                    "industry_code": row["industry_code"],
                    "phone": row["phone"],
                    "city": self.city.name,
                    "country_id": self.env.ref("base.cn").id,
                    "lang": LANGUAGE,
                    "company_id": self.company.id,
                }
                for row in firms
            ]
        )
        role = {"role": "企业经办人", "groups": "brand_certification.group_enterprise"}
        pairs = list(zip(firms, partners.with_env(self.env), strict=True))
        self._add_users([(role | {"login": row["login"]}, partner) for row, partner in pairs])
        found = {}
        for row, partner in pairs:
            number = row.pop("account", False)
            found[row["ref"]] = SimpleNamespace(
                **row, partner=partner, account_number=number, account=None
            )
        return found

    def _add_bodies(self):
        """Certification bodies as the manager enters them, with their people; by reference."""
        found = {}
        for row in self.rows("bodies"):
            vals = {"name": row["name"], "is_company": True, "uscc": row["uscc"], "lang": LANGUAGE}
            partner = self.by("manager", "res.partner").create(vals).with_env(self.env)
            valid_to = self.agenda.today.replace(year=self.agenda.today.year + 2, day=1)
            body = self.by("manager", "brand.body").create(
                {
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "cnca_no": row["cnca_no"],
                    "accreditation_no": row["accreditation_no"],
                    "scope": row["scope"],
                    "valid_to": valid_to,
                    "scope_ids": [
                        Command.create(
                            {
                                "industry_ids": self._industries(*self.city.industries),
                                "accreditation_no": row["accreditation_no"],
                                "date_to": valid_to,
                            }
                        )
                    ],
                }
            )
            if row["member"]:
                body.action_admit(document_no=self.city.admission_no)
            people = [one for one in self._accounts if one["place"] == row["ref"]]
            self._add_users([(one, partner) for one in people])
            users = [self.users[self._key(one["login"])] for one in people]
            self._register(body, users[1:], valid_to)
            found[row["ref"]] = SimpleNamespace(
                record=body.with_env(self.env), decider=next(iter(users), None), assessors=users[1:]
            )
        return found

    def _industries(self, *codes):
        return [Command.set(self.env["brand.industry"].search([("code", "in", codes)]).ids)]

    def _register(self, body, users, valid_to):
        """The body's assessors with their qualifications, confirmed by the officer."""
        entries = self.by("officer", "brand.assessor").create(
            [
                {
                    "partner_id": user.partner_id.id,
                    "body_id": body.id,
                    "company_id": self.company.id,
                    "registration_no": f"示例-{user.id:05}",
                    "date_from": self.agenda.first_day,
                    "declared_on": self.agenda.today.replace(day=1),
                    "industry_ids": self._industries(*self.city.industries),
                    "qualification_ids": [
                        Command.create(
                            {
                                "name": "产品认证检查员",
                                "number": f"示例-CP-{user.id:05}",
                                "date_to": valid_to,
                            }
                        )
                    ],
                }
                for user in users
            ]
        )
        entries.action_confirm()


def _name(row):
    """The role without the organisation that the list of accounts adds to it."""
    return row["role"].partition("(")[0]


def password(env, agenda):
    """The one password of the demo, hashed once for all cities."""
    if not agenda.password:
        plain = rows("accounts")[0]["password"]
        agenda.password = env["res.users"]._crypt_context().hash(plain)
    return agenda.password


def rows(name):
    """Rows of a file in ``data/``, as dictionaries."""
    with tools.file_open(f"brand_demo/data/{name}.csv", "r") as file:
        return list(csv.DictReader(file))


@contextlib.contextmanager
def without_mail(env):
    """Messages are kept in their files; nothing is mailed for years gone by."""
    with mock.patch.object(MailThread, "_notify_thread_by_email", lambda *_args, **_kwargs: True):
        yield
