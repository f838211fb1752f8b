"""The words for acts, kinds of data and kinds of authority, in English; tests hold them against the codes."""

from collections.abc import Mapping

ACTS: Mapping[str, str] = {
    "ask_hit": "ask hit or no hit",
    "match_list": "match a whole list",
    "publish_index": "give a partner an index to be asked in",
    "request_content": "request what is held",
    "send_unasked": "send information unasked",
    "consult_directly": "look in a register directly",
    "pass_on": "pass an answer on to another authority",
    "use_as_evidence": "use an answer as evidence",
    "use_for_other_purpose": "use an answer for another purpose",
    "reveal_to_subject": "reveal an answer to the person concerned or others",
    "warn": "send a warning",
    "alert": "send an alert",
    "reshare_alert": "share an alert further",
    "refuse_permit": "refuse a permit",
    "investigate_integrity": "investigate the integrity of an applicant",
    "decline_request": "decline a request",
    "plan_control": "plan a control together",
    "assist": "give or get assistance on the spot",
    "cross_border_operation": "pursue or observe over the border",
    "refer_victim": "refer a victim to a centre",
}
"""The acts that need a ground."""

DATA: Mapping[str, str] = {
    "police_index": "police index (hit or no hit)",
    "police_information": "police information",
    "tax_index": "tax index (hit or no hit)",
    "vat_information": "VAT information",
    "fraud_warning": "warning of VAT fraud",
    "integrity_register": "register of integrity decisions",
    "municipal_index": "municipal index (hit or no hit)",
    "municipal_signal": "municipal signal",
    "crisis_information": "crisis information",
    "anpr_list": "list of number plates to look out for",
    "vehicle_register": "vehicle register",
    "population_register": "population register",
    "biometric_core_data": "fingerprints, photo or DNA with core data",
    "judicial_information": "judicial information",
    "integrity_opinion": "opinion on integrity",
    "partnership_signal": "signal within a partnership",
    "recapitulative_statements": "recapitulative statements of VAT",
    "direct_tax_information": "information on direct taxes",
    "migration_information": "migration information",
    "victim_alert": "alert about a victim",
    "victim_file": "file of a victim",
}
"""What kind of data an act is about."""

KINDS: Mapping[str, str] = {
    "police": "police",
    "justice": "justice",
    "migration": "migration service",
    "crisis_centre": "crisis centre",
    "municipality": "municipality",
    "tax": "tax administration",
    "customs": "customs",
    "labour_inspectorate": "labour inspectorate",
    "care_organisation": "care organisation",
    "integrity_office": "integrity office",
    "oversight_body": "oversight body",
}
"""What an authority is by law."""

MARKS: Mapping[str, str] = {
    "T": "T: the text was read",
    "S": "S: known at second hand",
    "R": "R: recalled, not read again",
    "H": "H: a rule of this house",
    "SAMPLE": "SAMPLE: not law",
}
"""How well an article is known."""
