import { _t } from "@web/core/l10n/translation";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { browser } from "@web/core/browser/browser";
import { Interaction } from "@web/public/interaction";

/**
 * Saves each answer of a form when its field is left, and after a pause in typing.
 * The form also works without this: its button saves the whole page.
 * What could not be saved is kept in the tab (sessionStorage) and put back on the next visit.
 */
export class BrandAutosave extends Interaction {
    static selector = "form[data-brand-autosave]";
    dynamicContent = {
        _root: {
            "t-on-input": (ev) => this.onInput(ev.target),
            "t-on-change": (ev) => this.onChange(ev.target),
            "t-on-submit": () => (this.isSubmitting = true),
        },
        _window: { "t-on-beforeunload": (ev) => this.onLeave(ev) },
    };

    setup() {
        this.waiting = new Map();
        this.storeKey = `brand-${this.el.dataset.brandKey}`;
        this.statusEl = this.el.querySelector("[data-brand-status]");
        this.savePause = this.debounced(() => this.saveAll(), 2000);
        this.putBack();
    }

    isAnswer(target) {
        return target.name && target.type !== "hidden" && target.type !== "file";
    }

    onInput(target) {
        if (this.isAnswer(target)) {
            this.waiting.set(target.name, this.valueOf(target));
            this.savePause();
        }
    }

    onChange(target) {
        if (!this.isAnswer(target)) {
            return;
        }
        if (target.dataset.new) {
            this.clearProductFields();
        }
        this.waiting.set(target.name, this.valueOf(target));
        this.savePause.cancel();
        return this.saveAll();
    }

    onLeave(ev) {
        if (this.waiting.size && !this.isSubmitting) {
            ev.preventDefault();
        }
    }

    valueOf(target) {
        if (target.type === "checkbox") {
            const boxes = [...this.el.querySelectorAll(`[name="${target.name}"]`)];
            const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
            return target.value === "1" ? chosen.length > 0 : chosen;
        }
        return target.value;
    }

    /** One request after the other: two at once would fight for the same row. */
    async saveAll() {
        if (this.isSaving) {
            return;
        }
        this.isSaving = true;
        try {
            while (this.waiting.size && !this.isSubmitting) {
                const [name, value] = this.waiting.entries().next().value;
                await this.save(name, value);
                if (this.waiting.get(name) === value) {
                    this.waiting.delete(name);
                }
            }
            this.keep();
        } catch {
            this.keep();
            this.say(_t("Not saved: no connection. Your text stays here; it is saved as soon as you continue."), true);
        } finally {
            this.isSaving = false;
        }
    }

    async save(name, value) {
        this.say(_t("Saving…"));
        const url = this.el.dataset.brandAutosave;
        const result = await this.waitFor(rpc(url, { name, value }, { silent: true }));
        this.showError(name, result.error || "");
        if (result.error) {
            this.say(_t("Not saved, see the words at the field."), true);
            return;
        }
        this.say(_t("Saved automatically %s", result.saved));
        if (result.product) {
            this.bindProduct(result.product);
        }
        for (const [key, text] of Object.entries(result.texts || {})) {
            document.querySelectorAll(`[data-brand-text="${key}"]`).forEach((el) => {
                el.textContent = text;
            });
        }
    }

    say(text, isError = false) {
        if (this.statusEl) {
            this.statusEl.textContent = text;
            this.statusEl.classList.toggle("text-danger", isError);
        }
    }

    showError(name, text) {
        const field = this.el.querySelector(`[data-field="${name}"]`);
        if (!field) {
            return;
        }
        field.classList.toggle("o_mybrand_wrong", Boolean(text));
        field.querySelector("[data-error]").textContent = text;
        if (text) {
            this.el.querySelector(`[data-brand-reveal="${name}"]`)?.classList.remove("d-none");
        }
    }

    /** The product was made by the first answer about it: further answers belong to it. */
    bindProduct(id) {
        const radio = this.el.querySelector("[data-new]");
        const edited = this.el.querySelector("[name=product_edited]");
        if (radio?.checked && edited) {
            radio.value = edited.value = id;
        }
    }

    clearProductFields() {
        for (const el of this.el.querySelectorAll(".o_mybrand_product_fields input")) {
            el.value = "";
        }
    }

    // What the server has not taken yet outlives a lost session or connection in this tab

    keep() {
        if (this.waiting.size) {
            browser.sessionStorage.setItem(this.storeKey, JSON.stringify([...this.waiting]));
        } else {
            browser.sessionStorage.removeItem(this.storeKey);
        }
    }

    putBack() {
        const kept = JSON.parse(browser.sessionStorage.getItem(this.storeKey) || "[]");
        for (const [name, value] of kept) {
            const el = this.el.querySelector(`[name="${name}"]`);
            if (el && typeof value === "string" && !["radio", "checkbox"].includes(el.type)) {
                el.value = value;
                this.waiting.set(name, value);
            }
        }
        browser.sessionStorage.removeItem(this.storeKey);
        if (this.waiting.size) {
            this.say(_t("What had not been saved before was put back."));
            this.savePause();
        }
    }
}

registry.category("public.interactions").add("brand_certification.autosave", BrandAutosave);

/** Narrows a long list of checkboxes to those that contain the words typed. */
export class BrandFilter extends Interaction {
    static selector = "[data-brand-filter]";
    dynamicContent = {
        _root: { "t-on-input": (ev) => this.narrow(ev) },
    };

    narrow(ev) {
        ev.stopPropagation();
        const words = this.el.value.trim().toLowerCase();
        for (const row of this.el.parentElement.querySelectorAll(".form-check")) {
            const isChosen = row.querySelector("input").checked;
            row.classList.toggle("d-none", !isChosen && !row.textContent.toLowerCase().includes(words));
        }
    }
}

registry.category("public.interactions").add("brand_certification.filter", BrandFilter);
