{
    "name": "Municipal Brand Certification",
    "summary": "Programmes, applications, evaluation, public notice, certificates anyone can verify",
    "version": "19.0.1.0.0",
    "category": "Government/Brand Certification",
    "author": "Municipal Brand Team",
    "license": "AGPL-3",
    "depends": ["base_setup", "mail", "portal"],
    "external_dependencies": {
        "python": ["chinese_calendar", "weasyprint", "qrcode", "magic"],
    },
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/sequences.xml",
        "data/cron.xml",
        "views/brand_application_views.xml",
        "views/menus.xml",
    ],
    "post_init_hook": "_post_init_hook",
    "application": True,
    "installable": True,
}
