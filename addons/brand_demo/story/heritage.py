"""An earlier scheme's register handed over as a sheet, and its certificates converted by a ruling."""

import base64

from odoo import tools


def import_register(scene, program, file, number):
    """The officer takes over the register; every row of the file is right."""
    path = f"brand_demo/data/{scene.city.folder}{file}.csv"
    with tools.file_open(path, "rb") as sheet:
        content = base64.b64encode(sheet.read())
    wizard = scene.by("officer", "brand.register.import").create(
        {
            "program_id": scene.ref(program).id,
            "document_no": number,
            "filename": f"{file}.csv",
            "file": content,
        }
    )
    wizard.action_import()


def prepare(scene, name, program, ruling, exceptions=None, basis=None):
    """The officer lists the certificates.

    :param exceptions: ``{certificate number: (treatment, reason)}``
    """
    conversion = scene.by("officer", "brand.conversion").create(
        {
            "name": name,
            "company_id": scene.company.id,
            "from_program_id": scene.ref(program).id,
            "program_id": scene.program.id,
            "ruling_id": scene.ref(ruling).id,
            "basis": basis,
        }
    )
    conversion.action_load()
    for line in conversion.line_ids:
        if line.number in (exceptions or {}):
            treatment, reason = exceptions[line.number]
            line.write({"treatment": treatment, "reason": reason, "to_level_id": False})
    return conversion


def convert(scene, name, program, ruling, number, exceptions=None, basis=None):
    """Listed by the officer, decided by the approver, carried out by the officer."""
    conversion = prepare(scene, name, program, ruling, exceptions, basis)
    scene.by("approver", conversion).action_decide(document_no=number)
    conversion.action_carry_out()
    return conversion
