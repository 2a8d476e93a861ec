"""What the web client reads when a user opens a menu: the list, and one record of each kind and state."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form
from odoo.tools.safe_eval import datetime, safe_eval

ROOTS = ("brand_certification.menu_brand_root", "brand_awards.menu_award_root")


def menus(user):
    """Menus of ours that lead somewhere, as this user sees them."""
    roots = [user.env.ref(root).id for root in ROOTS]
    own = user.with_user(user).env["ir.ui.menu"]
    seen = own._visible_menu_ids()
    return own.search([("id", "child_of", roots)]).filtered(
        lambda menu: (
            menu.sudo().action and seen.issuperset(map(int, menu.parent_path.split("/")[:-1]))
        )
    )


class Screens:
    """Opens menus as users do.

    What views ask for is made once for each set of groups, and a record is read once for each user,
    however many menus lead to it.
    """

    def __init__(self):
        self._asked = {}
        self._seen = set()

    def open_menu(self, user, menu):
        """Read what the menu's list shows and one form for each state and kind.

        :return: ``(forms, problems)``; a problem is what the client would show in an error dialog
        """
        action = menu.sudo().action
        if action._name == "ir.actions.server":
            action = action.with_user(user).run()
        else:
            action = {
                name: action[name] for name in ("res_model", "domain", "context", "view_mode")
            }
        known = {"uid": user.id, "active_id": False, "context_today": datetime.date.today}
        context = action.get("context") or {}
        context = safe_eval(context, known) if isinstance(context, str) else context
        companies = user.sudo().company_ids.ids
        model = menu.env[action["res_model"]].with_user(user)
        model = model.with_context(**context, lang=user.lang, allowed_company_ids=companies)
        domain = action.get("domain") or []
        domain = safe_eval(domain, known) if isinstance(domain, str) else domain
        try:
            if action["view_mode"].startswith("form"):
                Form(model)
                return 1, []
            return self._read(model, domain)
        except (AccessError, UserError) as error:
            return 0, [str(error)]

    def _read(self, model, domain):
        of_list, of_form = self._specifications(model)
        model.web_search_read(domain, of_list, limit=80)
        kinds = [name for name in ("state", "kind") if name in model._fields]
        problems, records = [], {}
        for record in model.search(domain, limit=200):
            records.setdefault(tuple(record[name] for name in kinds), record)
        for kind, record in records.items():
            if (model.env.uid, record) in self._seen:
                continue
            self._seen.add((model.env.uid, record))
            record.invalidate_model()  # nothing that others have read: the client begins afresh
            try:
                record.web_read(of_form)
            except (AccessError, UserError) as error:
                problems.append(f"{record._name} {kind}: {error}")
        return len(records), problems

    def _specifications(self, model):
        """What list and form ask for, as somebody of these groups gets them."""
        own_views = [item for item in model.env.context.items() if item[0].endswith("_view_ref")]
        groups = frozenset(model.env.user.all_group_ids.ids)
        key = (model._name, model.env.lang, groups, tuple(own_views))
        if key not in self._asked:
            kinds = ("list", "form")
            views = model.get_views([(False, kind) for kind in ("search", *kinds)])["views"]
            archs = (etree.fromstring(views[kind]["arch"]) for kind in kinds)
            self._asked[key] = tuple(_specification(arch, model) for arch in archs)
        return self._asked[key]


def _specification(arch, model):
    """What the client asks of a view's fields, with the lists inside of a form."""
    result = {}
    for node in arch.iter("field"):
        field = model._fields.get(node.get("name"))
        if field is None or any(up.tag == "field" for up in _between(node, arch)):
            continue
        inner = next(node.iterchildren("list", "kanban"), None)
        if inner is not None:
            result[field.name] = {"fields": _specification(inner, model.env[field.comodel_name])}
        elif field.type == "many2one" or node.get("widget") == "many2many_tags":
            result[field.name] = {"fields": {"display_name": {}}}
        else:
            result[field.name] = {}
    return result


def _between(node, top):
    while (node := node.getparent()) is not None and node is not top:
        yield node
