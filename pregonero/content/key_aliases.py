"""The keys of a header in Spanish."""

from collections.abc import Mapping
from functools import cache

from pregonero.content.model.bulletin import Document

#: Spanish names of the keys, without accents: an editor may write either, accented or not.
ALIASES: Mapping[str, str] = {
    "tipo": "type",
    "titulo": "title",
    "resumen": "summary",
    "balazos": "deck",
    "fecha": "date",
    "modificado": "modified",
    "lugar": "dateline",
    "estado": "status",
    "vence": "expires",
    "tema": "topic",
    "etiquetas": "tags",
    "campana": "campaign",
    "idioma": "lang",
    "traduccion_de": "translation_of",
    "traductor": "translator",
    "traductora": "translator",
    "lectura_facil": "easy_read",
    "fotos": "photos",
    "en_vivo": "live",
    "evento": "event",
    "convocatoria": "call",
    "aclaracion": "claim",
    "contactos": "contacts",
    "notas": "notes",
    "cambios": "changes",
    "reemplazado_por": "replaced_by",
    "direcciones_anteriores": "aliases",
    "titulo_menu": "nav_title",
    "objetivo": "objective",
    "poblacion": "audience",
    "inicia": "starts",
    "termina": "ends",
    "alerta": "alert",
    "obras": "works",
    "preguntada": "asked",
    "respondida": "answered",
    "tramite": "state",
    "pregunta": "question",
    "testada": "redacted",
    "quien": "by",
    "sobre": "about",
}
_RECORDING: Mapping[str, str] = {
    "archivo": "file",
    "titulo": "title",
    "transcripcion": "transcript",
    "plazo_de_transcripcion": "transcript_due",
    "subtitulos": "captions",
    "lengua_de_senas": "sign_language",
    "audiodescripcion": "audio_description",
    "duracion": "duration",
}
#: The same for keys inside a group, by the group's English name.
INNER_ALIASES: Mapping[str, Mapping[str, str]] = {
    "photos": {
        "archivo": "file",
        "texto_alternativo": "alt",
        "pie": "caption",
        "credito": "credit",
        "menores": "minors",
        "consentimiento": "consent",
    },
    "event": {
        "inicio": "start",
        "fin": "end",
        "lugar": "place",
        "direccion": "address",
        "accesibilidad": "accessibility",
        "orden_del_dia": "programme",
        "estado": "state",
        "sede": "venue",
        "preside": "presides",
        "como": "how",
        "asistencia": "attendance",
        "inicio_anterior": "previous_start",
    },
    "call": {
        "fecha_limite": "deadline",
        "poblacion": "audience",
        "requisitos": "requirements",
        "como": "how",
        "resultado": "result",
    },
    "claim": {
        "afirmacion": "claim",
        "veredicto": "verdict",
        "evidencia": "evidence",
        "donde_circulo": "seen_on",
        "circula_desde": "claimed_on",
    },
    "alert": {
        "nivel": "level",
        "fuente": "source",
        "direccion_de_la_fuente": "source_url",
        "fenomeno": "event",
        "categoria": "category",
        "zona": "area",
        "instrucciones": "instructions",
        "poligono": "polygon",
        "circulo": "circle",
        "claves": "geocode",
    },
    "works": {
        "nombre": "name",
        "clase": "kind",
        "monto": "amount",
        "fuente": "source",
        "avance": "progress",
        "ubicacion": "location",
        "requisitos": "requirements",
        "plazo": "window",
        "contacto": "contact",
    },
    "location": {"lugar": "place", "latitud": "lat", "longitud": "lon"},
    "window": {"abre": "opens", "cierra": "closes"},
    "evidence": {"texto": "text", "enlace": "url"},
    "changes": {"fecha": "date", "nota": "note"},
    "veda": {"causa": "cause", "autoriza": "authorised_by"},
    "live": {
        "titulo": "title",
        "inicio": "starts",
        "fin": "ends",
        "plataforma": "platform",
        "lengua_de_senas": "sign_language",
        "subtitulos": "captions",
        "grabacion": "recording",
    },
    "audio": _RECORDING,
    "video": _RECORDING,
    "recording": _RECORDING,
}

#: Groups inside another group.
_NESTED: Mapping[str, tuple[str, ...]] = {
    "works": ("location", "window"),
    "live": ("recording",),
    "claim": ("evidence",),
}

#: How the same words are spelled with their accents, for what lists keys to an editor.
ACCENTED: Mapping[str, str] = {
    "titulo": "título",
    "campana": "campaña",
    "credito": "crédito",
    "direccion": "dirección",
    "poblacion": "población",
    "afirmacion": "afirmación",
    "aclaracion": "aclaración",
    "transcripcion": "transcripción",
    "subtitulos": "subtítulos",
    "traduccion_de": "traducción_de",
    "lectura_facil": "lectura_fácil",
    "fecha_limite": "fecha_límite",
    "orden_del_dia": "orden_del_día",
    "donde_circulo": "dónde_circuló",
    "grabacion": "grabación",
    "duracion": "duración",
    "lengua_de_senas": "lengua_de_señas",
    "audiodescripcion": "audiodescripción",
    "plazo_de_transcripcion": "plazo_de_transcripción",
    "como": "cómo",
    "direccion_de_la_fuente": "dirección_de_la_fuente",
    "fenomeno": "fenómeno",
    "categoria": "categoría",
    "poligono": "polígono",
    "circulo": "círculo",
    "ubicacion": "ubicación",
    "tramite": "trámite",
    "quien": "quién",
}


def spelled(names: Mapping[str, str]) -> dict[str, str]:
    """Aliases with their accented spellings beside them."""
    accented = {ACCENTED[alias]: name for alias, name in names.items() if alias in ACCENTED}
    return {**names, **accented}


@cache
def groups(kind: type[Document]) -> Mapping[str, Mapping[str, str]]:
    """For each key of a kind that holds a group, or of such a group: its Spanish key names."""
    outer = [name for name in INNER_ALIASES if name in kind.model_fields]
    names = [*outer, *(inner for name in outer for inner in _NESTED.get(name, ()))]
    return {name: INNER_ALIASES[name] for name in names}


@cache
def of(kind: type[Document]) -> Mapping[str, str]:
    """The Spanish names of the keys that a kind has."""
    return {alias: name for alias, name in ALIASES.items() if name in kind.model_fields}
