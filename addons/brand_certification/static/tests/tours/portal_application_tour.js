import { registry } from "@web/core/registry";

const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/** Leaves a field and waits until the form says that it was saved. */
const saved = (name) => ({
    content: `${name} was saved by itself`,
    trigger: "[data-brand-status]:contains(/\\d\\d:\\d\\d/)",
});

const next = (step) => ({
    content: `on to step ${step}`,
    trigger: "button[name=go][value=next]",
    run: "click",
    expectUnloadPage: true,
});

const upload = (place) => [
    {
        content: `upload to row ${place}`,
        trigger: `.o_mybrand_document:eq(${place}) input.o_mybrand_file_input`,
        run({ anchor }) {
            const files = new DataTransfer();
            files.items.add(new File([PDF], `证明${place}.pdf`, { type: "application/pdf" }));
            anchor.files = files.files;
            anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    },
    {
        content: `row ${place} shows the file`,
        trigger: `.o_mybrand_document:eq(${place}) .o_mybrand_file a:contains(证明${place}.pdf)`,
    },
];

registry.category("web_tour.tours").add("brand_portal_application", {
    url: "/my",
    steps: () => [
        {
            content: "the empty home leads to the programmes",
            trigger: "#brand_home_tasks a[href='/my/brand']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "button[data-program]", run: "click", expectUnloadPage: true },
        {
            content: "a wrong code is told at its field",
            trigger: "#f_uscc",
            run: "edit 123 && press Tab",
        },
        { trigger: "#e_uscc:contains(/18/)" },
        { trigger: "#f_uscc", run: "edit 91340202MAXX001030 && press Tab" },
        saved("the code"),
        { trigger: "[data-field=uscc]:not(.o_mybrand_wrong)" },
        next(2),
        { trigger: "#f_product_name", run: "edit 六轴机器人 && press Tab" },
        saved("the product"),
        {
            content: "the new product is bound to the form",
            trigger: "[name=product_edited]:not([value='']):not(:visible)",
        },
        { trigger: "#f_level_id", run: "click" },
        next(3),
        { trigger: "#f_standard_ids", run: "click" },
        { trigger: "#f_advantage", run: "edit 重复定位精度 0.02 mm。" },
        { trigger: "#f_market_position", run: "edit 国内第三。" },
        { trigger: "#f_quality_system", run: "edit 体系有效。 && press Tab" },
        saved("the statements"),
        next(4),
        ...upload(0),
        ...upload(1),
        next(5),
        { trigger: "#f_declaration_accepted", run: "click" },
        { trigger: "#f_declared_by", run: "edit 经办人 && press Tab" },
        { trigger: "#f_contact_phone", run: "edit 0553-0000003 && press Tab" },
        saved("the declaration"),
        next(6),
        { trigger: "button[name=submit]", run: "click", expectUnloadPage: true },
        { content: "the receipt names the number", trigger: ".o_mybrand_card:contains(SQ-)" },
    ],
});
