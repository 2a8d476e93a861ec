{
    "name": "Brand Certification: Demo Cities",
    "summary": "Years of Wuhu, Suzhou, Wuhan and Zhuzhou, played through the real actions; not for production",
    "version": "19.0.1.0.0",
    "category": "Government/Brand Certification",
    "author": "Municipal Brand Team",
    "license": "AGPL-3",
    "depends": ["brand_city_suzhou", "brand_city_wuhan", "brand_city_wuhu", "brand_city_zhuzhou"],
    "external_dependencies": {"python": ["freezegun", "weasyprint"]},
    "post_init_hook": "_post_init_hook",
}
