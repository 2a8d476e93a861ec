/* Checks the signed payload of a certificate's QR code in the browser, without network; asks for the
   status when there is one, and says which of the two was done. Keys and words are in the page. */
(function () {
    "use strict";
    const panel = document.getElementById("brand_check");
    const data = JSON.parse(document.getElementById("brand_check_data").textContent);
    const {keys, words} = data;
    // A page that was saved asks the city it came from
    const base = location.protocol === "file:" ? data.base : location.origin;
    const SIGNATURE = 64;

    function bytesOf(digits) {
        let hex = BigInt(digits).toString(16);
        hex = hex.length % 2 ? "0" + hex : hex;
        const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
        if (bytes[0] !== 1 || bytes.length < SIGNATURE + 2) {
            throw new Error("not a payload");
        }
        return {signed: bytes.slice(1, -SIGNATURE), signature: bytes.slice(-SIGNATURE)};
    }

    function factsOf(signed) {
        const parts = new TextDecoder("gb18030", {fatal: true}).decode(signed).split("\n");
        if (parts.length !== 8 || parts[0] !== "B1") {
            throw new Error("another scheme");
        }
        const [, number, version, holder, product, start, end, keyId] = parts;
        return {number, version: Number(version), holder, product, start, end, keyId};
    }

    async function isSigned(key, signed, signature) {
        const algorithm = {name: "ECDSA", namedCurve: "P-256"};
        const point = Uint8Array.from(key.point.match(/../g), (pair) => parseInt(pair, 16));
        const known = await crypto.subtle.importKey("raw", point, algorithm, false, ["verify"]);
        return crypto.subtle.verify({name: "ECDSA", hash: "SHA-256"}, known, signature, signed);
    }

    function line(tag, text, className) {
        const element = document.createElement(tag);
        element.textContent = text;
        element.className = className || "";
        panel.append(element);
        return element;
    }

    function fill(text, values) {
        return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
    }

    // The register's answer is about the number: nobody may read it before what is wrong with the code
    function warn(isWrong) {
        const answer = document.querySelector(".o_brand_answer");
        if (isWrong && answer) {
            panel.classList.add("is-warning");
            answer.before(panel);
        }
    }

    const day = (text) => fill(words.day, {y: text.slice(0, 4), m: +text.slice(4, 6), d: +text.slice(6)});

    async function check(link) {
        const [path, digits] = [link.split("#")[0], (link.split("#").pop() || "").trim()];
        panel.replaceChildren();
        panel.hidden = false;
        panel.dataset.signature = "";
        panel.dataset.status = "";
        line("h2", words.title);
        const verdict = await signatureOf(digits);
        panel.dataset.signature = verdict.kind;
        line("p", fill(words[verdict.kind], verdict.values), verdict.kind === "good" ? "is-good" : "is-bad");
        if (verdict.kind !== "good") {
            warn(verdict.kind === "forged");
            return;
        }
        const facts = verdict.facts;
        if (verdict.values.trial) {
            line("p", words.trial, "is-bad");
        }
        for (const text of [words.number, words.holder, words.product, words.term]) {
            line("p", fill(text, {...facts, start: day(facts.start), end: day(facts.end)}));
        }
        await askStatus(path, facts, verdict.values.city);
    }

    async function signatureOf(digits) {
        if (!/^[0-9]{100,2000}$/.test(digits)) {
            return {kind: "none", values: {}};
        }
        if (!globalThis.crypto || !crypto.subtle) {
            return {kind: "unable", values: {}};
        }
        let content, facts;
        try {
            content = bytesOf(digits);
            facts = factsOf(content.signed);
        } catch {
            return {kind: "forged", values: {}};
        }
        const known = keys.filter((key) => key.id === facts.keyId);
        if (!known.length) {
            return {kind: "foreign", values: {key: facts.keyId}};
        }
        for (const key of known) {
            if (await isSigned(key, content.signed, content.signature)) {
                return {kind: "good", facts, values: {city: key.city, trial: key.is_trial}};
            }
        }
        return {kind: "forged", values: {}};
    }

    async function askStatus(path, facts, city) {
        const token = (path.match(/\/brand\/verify\/([\w-]{8,64})$/) || [])[1];
        const full = facts.version > 1 ? `${facts.number}-V${facts.version}` : facts.number;
        // Without -V1 the register would answer for the version that counts today
        const query = token
            ? `/brand/verify/${token}.json`
            : `/brand/verify.json?q=${encodeURIComponent(`${facts.number}-V${facts.version}`)}`;
        let answer;
        try {
            const response = await fetch(base + query, {cache: "no-store", credentials: "omit"});
            answer = await response.json();
        } catch {
            panel.dataset.status = "not-asked";
            line("p", words.offline, "is-bad");
            return;
        }
        // Two cities may have the same number: the one whose key has signed is meant
        const found = token ? [answer] : answer.results || [];
        const result = found.find((one) => one.city === city) || found[0] || {};
        if (!result.number) {
            panel.dataset.status = "unknown";
            line("p", words.missing, "is-bad");
            return;
        }
        const same = result.number === full || (result.version === facts.version && result.number === facts.number);
        panel.dataset.status = same ? result.status : "other";
        warn(!same);
        if (same && !result.is_newest) {
            panel.dataset.status = "replaced";
            line("p", fill(words.replaced, {newest: result.newest.number}), "is-bad");
        }
        const now = new Date().toLocaleString(document.documentElement.lang || undefined);
        line(
            "p",
            same ? fill(words.asked, {now, word: result.status_word}) : words.other,
            same && result.is_newest && result.status === "valid" ? "is-good" : "is-bad"
        );
    }

    if (location.protocol === "file:") {
        for (const way of document.querySelectorAll("nav a")) {
            way.href = base + way.getAttribute("href");
        }
    }
    const form = document.getElementById("brand_check_form");
    if (form) {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            check(form.elements.link.value);
        });
    }
    const start = () => location.hash.length > 100 && check(location.href);
    addEventListener("hashchange", start);
    start();
    if ("serviceWorker" in navigator && location.protocol !== "file:") {
        navigator.serviceWorker.register("/brand/check-worker.js", {scope: "/brand/"}).catch(() => null);
    }
})();
