"""What the public addresses answer, as an OpenAPI 3.1 description for banks and procurement systems.

Descriptions are translated, as the pages are. A new key in an answer is described here too: a test
holds the real answers against this description.
"""

VERSION = "1.0.0"
_STATUSES = ("valid", "suspended", "withdrawn", "cancelled", "expired", "upcoming")


def describe(env, base_url):
    """The description as plain values.

    :param base_url: where the addresses stand, as the visitor reaches them
    """
    _ = env._
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Verification of brand certificates"),
            "version": VERSION,
            "description": _(
                "Public, without login or key. Answers may be kept for as long as Cache-Control"
                " says; ask again with If-None-Match. Beyond the limit for one address the answer"
                " is 429. New keys may be added to an answer; none is taken away within version 1."
            ),
        },
        "servers": [{"url": base_url}],
        "externalDocs": {
            "url": f"{base_url}/brand/open-data",
            "description": _("Explanation for people"),
        },
        "paths": {
            "/brand/verify.json": {"get": _verify_number(_)},
            "/brand/verify/{token}.json": {"get": _verify_token(_)},
            "/brand/keys.json": {"get": _keys(_)},
            "/brand/certificates.csv": {"get": _certificates(_)},
            "/brand/certificates.csv-metadata.json": {"get": _metadata(_)},
            "/brand/openapi.json": {"get": _openapi(_)},
        },
        "components": {
            "headers": _headers(_),
            "responses": _responses(_),
            "schemas": _schemas(_),
        },
    }


# -- addresses -------------------------------------------------------------------------------------


def _verify_number(_):
    return {
        "operationId": "verifyByNumber",
        "summary": _("What a certificate is worth now, by its whole number"),
        "parameters": [
            {
                "name": "q",
                "in": "query",
                "required": True,
                "schema": {"type": "string", "maxLength": 64},
                "description": _(
                    "The whole number; case, blanks and full width make no difference. With -V2 a"
                    " version is meant, without it the one that counts today. More than one city"
                    " may have the number: then there are as many results."
                ),
            }
        ],
        "responses": {
            "200": _ok(_("Found certificates, or none"), "VerifiedByNumber"),
            **_others(),
        },
    }


def _verify_token(_):
    return {
        "operationId": "verifyByCode",
        "summary": _("What a certificate is worth now, by the token in its QR code"),
        "parameters": [
            {
                "name": "token",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"},
                "description": _("The last part of the link in the code, up to the # sign."),
            }
        ],
        "responses": {
            "200": _ok(_("The certificate"), "VerifiedByCode"),
            "404": {
                "description": _("The register has no such code; that is not a proof of forgery"),
                "content": {"application/json": {"schema": _ref("Unknown")}},
            },
            **_others(),
        },
    }


def _keys(_):
    return {
        "operationId": "listKeys",
        "summary": _("Public keys of the cities, to check signatures without network"),
        "description": _(
            "A JSON Web Key Set. Behind # in the link of a code stand decimal digits: of this"
            " number in bytes, the first is 1, the last 64 are an ES256 signature, and those"
            " between are signed: text in GB 18030 with the lines B1, number, version, holder,"
            " product, first day, last day, key id."
        ),
        "responses": {"200": _ok(_("Keys, former ones too"), "KeySet"), **_others()},
    }


def _certificates(_):
    return {
        "operationId": "downloadCertificates",
        "summary": _("The register as a CSV file, with the filters of its page"),
        "parameters": _filters(_),
        "responses": {
            "200": {
                "description": _(
                    "UTF-8 with byte order mark; columns as in the metadata. A text that a"
                    " spreadsheet would run as a formula has an apostrophe in front."
                ),
                "headers": {
                    **_kept(),
                    "Last-Modified": _header("LastModified"),
                    "Link": _header("Link"),
                },
                "content": {"text/csv": {"schema": {"type": "string"}}},
            },
            "413": {"description": _("Too many rows for one file: use a filter")},
            **_others(),
        },
    }


def _metadata(_):
    return {
        "operationId": "describeCertificates",
        "summary": _("Columns, publishers, terms and date of state of the CSV file"),
        "parameters": _filters(_),
        "responses": {
            "200": _ok(_("Metadata as CSV on the Web has it"), "Metadata"),
            **_others(),
        },
    }


def _openapi(_):
    answer = {
        "description": _("OpenAPI 3.1"),
        "headers": _kept(),
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
    return {
        "operationId": "describeInterface",
        "summary": _("This description"),
        "responses": {"200": answer, **_others()},
    }


def _filters(_):
    texts = {
        "q": _("Words of holder, product or number"),
        "city": _("City, as in an address of the register page"),
        "program": _("Programme, as in an address of the register page"),
        "level": _("Level, as in an address of the register page"),
        "district": _("District, as in an address of the register page"),
        "status": _("Status today"),
    }
    schemas = {
        "q": {"type": "string", "maxLength": 80},
        "status": {"enum": list(_STATUSES[:-1])},
    }
    identifier = {"type": "integer", "minimum": 1}
    return [
        {"name": name, "in": "query", "schema": schemas.get(name, identifier), "description": text}
        for name, text in texts.items()
    ]


# -- parts -----------------------------------------------------------------------------------------


def _ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def _header(name):
    return {"$ref": f"#/components/headers/{name}"}


def _kept():
    return {"Cache-Control": _header("CacheControl"), "ETag": _header("ETag")}


def _ok(description, schema):
    return {
        "description": description,
        "headers": _kept(),
        "content": {"application/json": {"schema": _ref(schema)}},
    }


def _others():
    return {
        status: {"$ref": f"#/components/responses/{name}"}
        for status, name in (("304", "NotModified"), ("429", "TooMany"))
    }


def _headers(_):
    headers = {
        "CacheControl": _("For how many seconds the answer may be kept: public, max-age=60"),
        "ETag": _("Tag of the answer, for If-None-Match"),
        "LastModified": _("Date of state: when anything in the file changed last"),
        "Link": _("Address of the metadata (describedby) and of the terms (license)"),
    }
    return {
        name: {"description": text, "schema": {"type": "string"}} for name, text in headers.items()
    }


def _responses(_):
    return {
        "NotModified": {"description": _("Nothing changed since the answer with this tag")},
        "TooMany": {"description": _("Too many questions from this address: ask more slowly")},
    }


# -- schemas ---------------------------------------------------------------------------------------


def _schemas(_):
    text, flag, day = {"type": "string"}, {"type": "boolean"}, {"type": "string", "format": "date"}
    number = {"type": "integer", "minimum": 1}
    checked = {
        "checked": {"const": "online", "description": _("The status was asked of the register")},
        "checked_at": {"type": "string", "format": "date-time", "description": _("UTC")},
    }
    relative = _object({"number": text, "program": text, "path": text})
    certificate = {**_face(_, text, number, day), **_today(_, text, flag, number, day)}
    related = {
        "converted_from": {**relative, "description": _("The certificate it was converted from")},
        "converted_to": {**relative, "description": _("The certificate it was converted into")},
    }
    office = _object({"city": text, "name": text, "phone": text})
    return {
        "Certificate": _object(certificate, optional=related),
        "VerifiedByCode": _object({**certificate, **checked}, optional=related),
        "VerifiedByNumber": _object(
            {
                "query": text,
                "count": {"type": "integer", "minimum": 0},
                "results": {"type": "array", "items": _ref("Certificate")},
                **checked,
            }
        ),
        "Unknown": _object(
            {
                "status": {"const": "unknown"},
                "status_word": text,
                "meaning": text,
                "offices": {"type": "array", "items": office, "description": _("Whom to ask")},
                **checked,
            }
        ),
        "KeySet": _object({"keys": {"type": "array", "items": _key(_, text, flag)}}),
        "Metadata": _metadata_schema(text),
    }


def _face(_, text, number, day):
    """What stands on the certificate."""
    words = {
        "number": _("Number; with -V2 from the second version on"),
        "holder": _("Holder of the certificate"),
        "uscc": _("Unified social credit code of the holder"),
        "product": _("Product certified"),
        "model": _("Model and specification"),
        "program": _("Programme"),
        "level": _("Level"),
        "standard": _("Standards certified against"),
        "body": _("Body that certified"),
        "district": _("District or county"),
        "city": _("City"),
    }
    days = {
        "date_issue": _("Day of issue"),
        "date_start": _("First day of validity"),
        "date_end": _("Last day of validity"),
    }
    return {
        **{name: {**text, "description": words[name]} for name in words},
        **{name: {**day, "description": days[name]} for name in days},
        "version": {**number, "description": _("Version of the paper that was asked for")},
        "url": {"type": "string", "format": "uri", "description": _("Page for people")},
    }


def _today(_, text, flag, number, day):
    """What the certificate is worth today."""
    newest = {"version": number, "number": text, "date_issue": day, "path": text}
    event = {"date": day, "kind": text, "label": text, "reason": text, "document_no": text}
    office = {"name": text, "phone": text, "address": text}
    return {
        "status": {
            "enum": list(_STATUSES),
            "description": _("Only valid means that the product is certified today"),
        },
        "status_word": {**text, "description": _("The status in the language of the answer")},
        "meaning": {**text, "description": _("What the status means for a buyer")},
        "is_newest": {**flag, "description": _("False: the paper was replaced by a newer version")},
        "newest": {**_object(newest), "description": _("The version that counts today")},
        "history": {
            "type": "array",
            "items": _object(event),
            "description": _("What has happened to it, the latest first"),
        },
        "office": {**_object(office), "description": _("Whom to ask")},
    }


def _key(_, text, flag):
    return _object(
        {
            "kty": {"const": "EC"},
            "crv": {"const": "P-256"},
            "alg": {"const": "ES256"},
            "use": {"const": "sig"},
            "kid": {**text, "description": _("Key id, as in the code")},
            "x": text,
            "y": text,
            "city": text,
            "is_trial": {**flag, "description": _("For trying out: nobody vouches for it")},
            "is_active": {**flag, "description": _("Signs now; a former key still checks")},
            "pdf_certificates": {
                **text,
                "description": _("Certificates for the signatures of PDF files, as PEM"),
            },
        }
    )


def _metadata_schema(text):
    texts = {"type": "array", "items": text}
    column = _object({"name": text, "titles": text, "datatype": text})
    table = _object({"columns": {"type": "array", "items": column}, "primaryKey": texts})
    return _object(
        {
            "@context": {"type": "array"},
            "url": text,
            "dc:title": text,
            "dc:publisher": texts,
            "dc:rights": texts,
            "dc:modified": {"type": "string", "format": "date-time"},
            "dc:date": {"type": "string", "format": "date"},
            "dc:extent": {"type": "integer", "minimum": 0},
            "dialect": {"type": "object"},
            "tableSchema": table,
        }
    )


def _object(properties, optional=None):
    return {
        "type": "object",
        "required": list(properties),
        "properties": {**properties, **(optional or {})},
    }
