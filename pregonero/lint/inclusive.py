"""Words that leave people out, each with another that does not: suggestions, never errors.

Gathered from what guides of public administrations recommend, and written anew.
"""

import re
from collections.abc import Iterable, Iterator

from pregonero.i18n import N_
from pregonero.lint.prose import Match
from pregonero.lint.rule import LintContext, Rule

#: Plurals said of everybody, and what says it of everybody.
_PLURAL = {
    "ciudadanos": "la ciudadanía",
    "vecinos": "el vecindario, las vecinas y los vecinos",
    "habitantes": "la población, las y los habitantes",
    "pobladores": "la población",
    "solicitantes": "quienes soliciten",
    "interesados": "las personas interesadas, quienes tengan interés",
    "aspirantes": "las personas aspirantes, quienes aspiren",
    "beneficiarios": "las personas beneficiarias",
    "beneficiados": "las personas beneficiadas",
    "usuarios": "las personas usuarias, quienes usan el servicio",
    "afectados": "las personas afectadas",
    "damnificados": "las personas damnificadas",
    "trabajadores": "el personal, las personas trabajadoras",
    "empleados": "el personal",
    "funcionarios": "el funcionariado, el personal del servicio público",
    "servidores públicos": "las personas servidoras públicas, el servicio público",
    "directivos": "el personal directivo, la dirección",
    "coordinadores": "la coordinación, las y los coordinadores",
    "regidores": "el cabildo, las regidoras y los regidores",
    "diputados": "las diputadas y los diputados, la legislatura",
    "alumnos": "el alumnado",
    "estudiantes": "el estudiantado, las y los estudiantes",
    "egresados": "las personas egresadas",
    "maestros": "el magisterio, las maestras y los maestros",
    "profesores": "el profesorado",
    "docentes": "el personal docente",
    "niños": "la niñez, las niñas y los niños",
    "menores": "niñas, niños y adolescentes",
    "adolescentes": "la adolescencia, las y los adolescentes",
    "jóvenes": "la juventud, las personas jóvenes",
    "adultos mayores": "las personas adultas mayores",
    "ancianos": "las personas adultas mayores",
    "abuelitos": "las personas adultas mayores",
    "viejitos": "las personas adultas mayores",
    "padres de familia": "las familias, las madres y los padres",
    "hijos": "las hijas y los hijos",
    "campesinos": "la población campesina, las personas del campo",
    "agricultores": "las personas agricultoras, el sector agrícola",
    "productores": "las personas productoras",
    "ganaderos": "el sector ganadero",
    "ejidatarios": "el ejido, las ejidatarias y los ejidatarios",
    "comerciantes": "el comercio, las personas comerciantes",
    "empresarios": "el empresariado",
    "artesanos": "las personas artesanas",
    "artistas": "la comunidad artística",
    "deportistas": "las personas deportistas",
    "jugadores": "el equipo, las jugadoras y los jugadores",
    "médicos": "el personal médico",
    "doctores": "el personal médico",
    "enfermos": "las personas enfermas",
    "pacientes": "las personas atendidas, cada paciente",
    "policías": "la policía, el personal policial",
    "bomberos": "el cuerpo de bomberos, las bomberas y los bomberos",
    "abogados": "las personas profesionales del derecho",
    "ingenieros": "el personal de ingeniería",
    "periodistas": "la prensa, las y los periodistas",
    "reporteros": "la prensa",
    "participantes": "quienes participan, las personas participantes",
    "asistentes": "el público, quienes asisten",
    "invitados": "las personas invitadas",
    "voluntarios": "el voluntariado, las personas voluntarias",
    "ganadores": "las personas ganadoras, quienes ganaron",
    "concursantes": "quienes concursan",
    "candidatos": "las personas candidatas, las candidaturas",
    "electores": "el electorado",
    "votantes": "el electorado",
    "contribuyentes": "las personas contribuyentes, quienes contribuyen",
    "propietarios": "las personas propietarias, quien sea propietario",
    "dueños": "las personas dueñas, quienes tengan",
    "inquilinos": "quienes rentan",
    "consumidores": "las personas consumidoras",
    "clientes": "la clientela",
    "conductores": "quienes conducen, las personas conductoras",
    "choferes": "quienes conducen",
    "automovilistas": "quienes conducen",
    "transportistas": "el sector del transporte",
    "peatones": "las personas peatonas, quienes van a pie",
    "pasajeros": "el pasaje, quienes viajan",
    "ciclistas": "quienes van en bicicleta",
    "turistas": "el turismo, quienes visitan",
    "visitantes": "quienes visitan, las personas visitantes",
    "lectores": "el público lector",
    "migrantes": "las personas migrantes",
    "extranjeros": "las personas extranjeras",
    "refugiados": "las personas refugiadas",
    "indígenas": "los pueblos indígenas, las personas indígenas",
    "mexicanos": "la población mexicana",
    "tlaxcaltecas": "la población tlaxcalteca",
    "desempleados": "las personas sin empleo",
    "jubilados": "las personas jubiladas",
    "pensionados": "las personas pensionadas",
    "detenidos": "las personas detenidas",
    "presos": "las personas privadas de la libertad",
    "expertos": "las personas expertas",
    "especialistas": "las personas especialistas",
    "ponentes": "quienes exponen",
    "instructores": "el equipo de instrucción",
    "promotores": "el equipo de promoción",
    "representantes": "la representación, las y los representantes",
    "integrantes": "quienes integran, las y los integrantes",
    "colonos": "el vecindario",
    "feligreses": "la feligresía",
    "fieles": "la feligresía",
    "emprendedores": "las personas emprendedoras",
}
#: The same of one, whoever it may be.
_SINGULAR = {
    "solicitante": "quien solicite, la persona solicitante",
    "interesado": "quien tenga interés, la persona interesada",
    "aspirante": "quien aspire, la persona aspirante",
    "beneficiario": "la persona beneficiaria",
    "usuario": "la persona usuaria",
    "ciudadano": "la ciudadanía, cada persona",
    "contribuyente": "quien contribuye, la persona contribuyente",
    "trabajador": "la persona trabajadora",
    "empleado": "la persona empleada",
    "servidor público": "la persona servidora pública",
    "funcionario": "la persona funcionaria",
    "participante": "quien participe",
    "concursante": "quien concurse",
    "propietario": "la persona propietaria",
    "conductor": "quien conduzca",
    "consumidor": "la persona consumidora",
    "elector": "la persona electora",
    "promovente": "quien promueva",
    "denunciante": "quien denuncie",
    "firmante": "quien firma",
    "titular de la cuenta": "la persona titular de la cuenta",
}
#: Other ways of leaving out, or of naming women by somebody else.
_OTHER = {
    r"[Ee]l hombre (?:siempre|ha|primitivo|moderno|depende|transforma|y la naturaleza)\b": (
        "la humanidad, las personas"
    ),
    r"(?:[Hh]istoria|[Oo]rigen|[Dd]erechos|[Vv]ida|[Oo]bra|[Mm]ano|[Ss]alud) del hombre\b": (
        "de la humanidad, de las personas"
    ),
    r"[Ss]eñoritas? de (?:la|las) \w+": "la persona que atiende, el personal",
    r"[Ll]a señorita\b": "la señora, o su nombre y cargo",
    r"[Pp]rimera dama\b": "su nombre y su cargo",
    r"[Ll]a esposa del (?:presidente|gobernador|alcalde|director|diputado|regidor)\b": (
        "su nombre y su cargo"
    ),
    r"[Ll]as enfermeras\b": "el personal de enfermería",
    r"[Ll]as secretarias\b": "el personal administrativo",
    r"[Ll]as amas de casa\b": "las personas que trabajan en el hogar",
    r"\b(?:[Ss]irvientas?|[Mm]uchachas? de servicio)\b": "personas trabajadoras del hogar",
    r"[Ll]as? (?:señoras?|mujer|mujeres) de (?:la )?limpieza\b": "el personal de limpieza",
    r"[Tt]odos (?:están|quedan|son) invitados\b": "se invita a todas las personas",
    r"[Bb]ienvenidos todos\b|[Tt]odos bienvenidos\b": "les damos la bienvenida",
    r"[Mm]adres solteras\b": "madres autónomas, jefas de familia",
    r"[Ss]exo débil\b": "las mujeres",
}

_AMONG = r"(?:(?:dos|tres|\d+|nuevos|demás|propios|mismos|primeros|actuales|futuros)\s+)?"


def _any(words: Iterable[str]) -> str:
    """A pattern of any of these, the longest first, whatever space is between their parts."""
    return "|".join(r"\s+".join(w.split()) for w in sorted(words, key=len, reverse=True))


# What is looked for begins with a letter, and what may not be before it comes after: a search for a
# letter is many times faster.
_LOS = re.compile(rf"[Ll](?<![\w«“\"].)os\s+{_AMONG}(?P<word>{_any(_PLURAL)})(?!\w)")
_EL = re.compile(rf"[EeAaDd](?<![\w«“\"].)(?:l|el)\s+(?P<word>{_any(_SINGULAR)})(?!\w)")
#: Each with the masculine words that it looks for, and what one of them begins with.
_MASCULINE = tuple(
    (pattern, words, tuple(sorted({word.split()[0][:7] for word in words})))
    for pattern, words in ((_LOS, _PLURAL), (_EL, _SINGULAR))
)
_EVERY = re.compile(r"\b[Tt]odos\s+$")
_ELSE = re.compile("|".join(f"(?P<w{n}>{pattern})" for n, pattern in enumerate(_OTHER)))
_INSTEAD = list(_OTHER.values())
#: One of these is in whatever those find.
_STEMS = (
    *("l hombre", "eñorit", "rimera dama", "a esposa del", "nfermeras", "ecretarias", "amas de"),
    *("irvient", "uchacha", "limpieza", "invitados", "ienvenidos", "adres solteras", "exo débil"),
)

#: Both are named: before, or after.
_HER_BEFORE = re.compile(
    r"\b(?:las?|mujeres|niñas|\w+as)(?:\s+\w+as?)?\s+(?:y|e|o)\s+(?:a\s+|de\s+|para\s+)?$"
)
_HER_AFTER = re.compile(
    r"(?:\s+\w+)?,?\s+(?:y|e|o)\s+(?:a\s+|de\s+|para\s+)?(?:las\s|la\s|mujeres|\w{3,}(?:as|oras)\b)|,\s+hombres\s+y\s+mujeres"
)


def _gendered(sheet: LintContext) -> Iterator[Match]:
    whole = sheet.whole
    masculine = [one[:2] for one in _MASCULINE if any(stem in whole for stem in one[2])]
    other = any(stem in whole for stem in _STEMS)
    for passage in sheet.passages if masculine or other else ():
        text = passage.text
        for pattern, instead in masculine:
            for found in pattern.finditer(text):
                start = found.start()
                before = text[max(0, start - 40) : start]
                if _HER_BEFORE.search(before) or _HER_AFTER.match(text, found.end()):
                    continue
                if every := _EVERY.search(before):
                    start -= len(every[0])
                word = " ".join(found["word"].split())
                yield passage.found(start, words=text[start : found.end()], instead=instead[word])
        for found in _ELSE.finditer(text) if other and any(s in text for s in _STEMS) else ():
            kind = int((found.lastgroup or "w0")[1:])
            yield passage.found(found.start(), words=found[0], instead=_INSTEAD[kind])


_SPLIT = re.compile(
    r"(?<![\w.@/+-])[A-Za-záéíóúñ]+@s?(?![\w@.])"
    r"|\b[a-zA-Zñáéíóú]+[bcdfghjklmnñpqrstvyz]xs\b"
    r"|\b[Ee]l/la\b|\b[Uu]n/una\b|\b\w+(?:os|es|or|o)/l?as?\b|\b\w+(?:os|es|or|o)\(l?as?\)"
)


def _unspoken(sheet: LintContext) -> Iterator[Match]:
    for passage in sheet.passages:
        text = passage.text
        signs = "@" in text or "xs" in text or "/" in text or "(" in text
        for found in _SPLIT.finditer(text) if signs else ():
            yield passage.found(found.start(), words=found[0])


RULES = (
    Rule(
        "lenguaje-incluyente",
        N_("El masculino no nombra a todas las personas, y casi siempre hay una palabra que sí."),
        N_("«{words}» no nombra a todas las personas"),
        N_("Si habla de todas, puede escribir: {instead}."),
        wrong="Los ciudadanos podrán acudir a la ventanilla.",
        right="La ciudadanía podrá acudir a la ventanilla.",
        find=_gendered,
        most="warning",
    ),
    Rule(
        "arroba-por-letra",
        N_("Las arrobas, equis y barras no se leen en voz alta: dejan fuera a quien escucha."),
        N_("«{words}» no se puede leer en voz alta"),
        N_("Escriba las dos formas, o una palabra que nombre a todas las personas."),
        wrong="Invitamos a tod@s a la feria.",
        right="Invitamos a todas las personas a la feria.",
        find=_unspoken,
        most="warning",
    ),
)
