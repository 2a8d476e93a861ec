import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Uploads a file as soon as it is chosen, dropped or photographed, with progress.
 * The answer is the page itself: the row is replaced by its new self, so that server and browser
 * never tell two stories. Without JavaScript each row is a form with a button.
 */
export class BrandUploads extends Interaction {
    static selector = "[data-brand-uploads]";
    dynamicContent = {
        _root: {
            "t-on-change": (ev) => this.onChange(ev.target),
            "t-on-submit": (ev) => this.onSubmit(ev),
            "t-on-dragover": (ev) => this.onDrag(ev, true),
            "t-on-dragleave": (ev) => this.onDrag(ev, false),
            "t-on-drop": (ev) => this.onDrop(ev),
        },
    };

    setup() {
        this.maxMib = parseInt(this.el.dataset.maxMib);
    }

    rowOf(target) {
        return target.closest(".o_mybrand_document");
    }

    onChange(target) {
        if (target.type === "file" && target.files.length) {
            return this.upload(this.rowOf(target), target.files[0]);
        }
    }

    onSubmit(ev) {
        const file = [...ev.target.querySelectorAll("input[type=file]")].find((i) => i.files.length);
        if (ev.submitter?.name !== "remove" && file) {
            ev.preventDefault();
            return this.upload(this.rowOf(ev.target), file.files[0]);
        }
    }

    onDrag(ev, isOver) {
        const row = this.rowOf(ev.target);
        if (row) {
            ev.preventDefault();
            row.classList.toggle("o_mybrand_over", isOver);
        }
    }

    onDrop(ev) {
        const row = this.rowOf(ev.target);
        if (row && ev.dataTransfer.files.length) {
            ev.preventDefault();
            row.classList.remove("o_mybrand_over");
            return this.upload(row, ev.dataTransfer.files[0]);
        }
    }

    upload(row, file) {
        if (file.size > this.maxMib * 1024 * 1024) {
            return this.showError(row, _t("%(file)s is larger than %(limit)s MB.", { file: file.name, limit: this.maxMib }));
        }
        const form = row.querySelector("form");
        const data = new FormData();
        data.append("csrf_token", form.elements.csrf_token.value);
        data.append("file", file, file.name);
        const request = new XMLHttpRequest();
        this.showProgress(row, 0);
        request.upload.addEventListener("progress", (ev) => this.showProgress(row, ev.loaded / ev.total));
        request.addEventListener("load", () => this.onAnswer(row, file, request));
        request.addEventListener("error", () => this.onFailure(row, file));
        request.open("POST", form.action);
        request.send(data);
    }

    onAnswer(row, file, request) {
        const page = new DOMParser().parseFromString(request.responseText, "text/html");
        const renewed = page.getElementById(row.id);
        if (request.status !== 200 || !renewed) {
            return this.onFailure(row, file);
        }
        row.replaceWith(document.importNode(renewed, true));
    }

    onFailure(row, file) {
        row.querySelector(".progress").classList.add("d-none");
        this.showError(row, _t("%s was not uploaded. Check the connection and try again, or reload the page.", file.name));
    }

    showProgress(row, share) {
        const progress = row.querySelector(".progress");
        const percent = Math.round(share * 100);
        progress.classList.remove("d-none");
        progress.setAttribute("aria-valuenow", percent);
        progress.firstElementChild.style.width = `${percent}%`;
        progress.firstElementChild.textContent = `${percent} %`;
    }

    showError(row, text) {
        row.classList.add("o_mybrand_wrong");
        row.querySelector("[data-error]").textContent = text;
    }
}

registry.category("public.interactions").add("brand_certification.uploads", BrandUploads);
