/* Keeps the check page of certificates, so that a code is checked where there is no network. */
const CACHE = "brand-check-1";
const PAGE = "/brand/check";

addEventListener("install", (event) => {
    event.waitUntil(caches.open(CACHE).then((cache) => cache.add(PAGE)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(clients.claim()));

async function keptPage() {
    return (await caches.match(PAGE)) || Response.error();
}

addEventListener("fetch", (event) => {
    const {mode, url} = event.request;
    const path = new URL(url).pathname;
    if (mode !== "navigate" || !/^\/brand\/(check|verify)(\/|$)/.test(path)) {
        return;
    }
    event.respondWith(
        fetch(event.request).then(async (response) => {
            if (path === PAGE && response.ok) {
                (await caches.open(CACHE)).put(PAGE, response.clone());
            }
            return response;
        }, keptPage)
    );
});
