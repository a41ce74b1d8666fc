"""The reasons that moderators give most, to begin with; the admin changes them."""

from django.db import migrations

# code, use, rule, English, French, Spanish
REASONS = [
    ("no-source", "reject", "sources",
     "Nothing shows that it is so: please give a public source.",
     "Rien ne permet de le vérifier : merci d’indiquer une source publique.",
     "Nada permite comprobarlo: indique, por favor, una fuente pública."),
    ("source-differs", "reject", "sources",
     "The source given says something else.",
     "La source indiquée dit autre chose.",
     "La fuente indicada dice otra cosa."),
    ("duplicate", "reject", "one-record",
     "It is in the catalogue already.",
     "Cette fiche existe déjà dans le catalogue.",
     "Ya figura en el catálogo."),
    ("out-of-scope", "reject", "scope",
     "It does not serve open government, as the inclusion rules understand it.",
     "Cela ne relève pas du gouvernement ouvert au sens des règles d’inclusion.",
     "No sirve al gobierno abierto tal como lo entienden las reglas de inclusión."),
    ("advertising", "reject", "neutrality",
     "It reads like advertising: please describe it soberly.",
     "Le ton est promotionnel : merci de décrire les faits sobrement.",
     "Suena a publicidad: describa los hechos con sobriedad."),
    ("copied", "reject", "rights",
     "The text is copied from elsewhere.",
     "Le texte est recopié d’une autre publication.",
     "El texto está copiado de otra publicación."),
    ("picture-rights", "reject", "rights",
     "It is not clear that the picture may be reused.",
     "Rien n’indique que l’image soit réutilisable.",
     "No consta que la imagen se pueda reutilizar."),
    ("language", "reject", "languages",
     "The text is not in the language of its field.",
     "Le texte n’est pas dans la langue du champ.",
     "El texto no está en el idioma de su campo."),
    ("personal-data", "reject", "privacy",
     "It holds personal data that the catalogue does not publish.",
     "Le texte contient des données personnelles que le catalogue ne publie pas.",
     "Contiene datos personales que el catálogo no publica."),
    ("hide-spam", "hide", "neutrality",
     "Advertising without use for open government.",
     "Publicité sans utilité pour le gouvernement ouvert.",
     "Publicidad sin utilidad para el gobierno abierto."),
    ("hide-out-of-scope", "hide", "scope",
     "Outside the scope of the catalogue.",
     "Hors du champ du catalogue.",
     "Fuera del ámbito del catálogo."),
    ("hide-rights", "hide", "rights",
     "Hidden at the request of whoever holds the rights.",
     "Masquée à la demande de l’ayant droit.",
     "Oculta a petición de quien tiene los derechos."),
    ("hide-privacy", "hide", "privacy",
     "Hidden to protect a person’s privacy.",
     "Masquée pour protéger la vie privée d’une personne.",
     "Oculta para proteger la intimidad de una persona."),
    ("ban-spam", "ban", "neutrality",
     "Repeated advertising.",
     "Publicité répétée.",
     "Publicidad reiterada."),
    ("ban-vandalism", "ban", "good-faith",
     "Repeated damage to pages.",
     "Dégradations répétées de fiches.",
     "Daños reiterados a las fichas."),
    ("ban-abuse", "ban", "respect",
     "Insults or threats.",
     "Injures ou menaces.",
     "Insultos o amenazas."),
    ("report-done", "report", "",
     "Thank you: the page has been corrected.",
     "Merci : la fiche a été corrigée.",
     "Gracias: la ficha se ha corregido."),
    ("report-unfounded", "report", "sources",
     "The sources of the page confirm what it says.",
     "Les sources de la fiche confirment ce qu’elle dit.",
     "Las fuentes de la ficha confirman lo que dice."),
    ("report-known", "report", "",
     "Somebody else has reported it already.",
     "Ce problème a déjà été signalé.",
     "Otra persona ya lo había señalado."),
]  # fmt: skip


def add(apps, schema_editor):
    reasons = apps.get_model("revisions", "Reason").objects
    for position, (code, use, rule, english, french, spanish) in enumerate(REASONS):
        reasons.create(
            code=code,
            use=use,
            rule=rule,
            text=english,
            text_en=english,
            text_fr=french,
            text_es=spanish,
            position=position,
        )


def remove(apps, schema_editor):
    apps.get_model("revisions", "Reason").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("revisions", "0002_proposals")]
    operations = [migrations.RunPython(add, remove)]
