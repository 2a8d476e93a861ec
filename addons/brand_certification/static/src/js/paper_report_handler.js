import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Papers are made by WeasyPrint: they are printed without asking for wkhtmltopdf first (where a
 * server has none, the web client would show the paper as HTML).
 */
async function printPaper(action, _options, env) {
    if (action.report_type !== "qweb-pdf" || action.paper_engine !== "weasyprint") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("brand_certification.paper", printPaper);
