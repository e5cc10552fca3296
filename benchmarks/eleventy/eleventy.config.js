// The fictional town's site for Eleventy: what the other peers make, in Eleventy's own ways.
import rss from "@11ty/eleventy-plugin-rss";

const PER_PAGE = 20;
const MENU = ["archivo", "temas", "campanas", "prensa", "suscribirse"];
const TOPICS = [
  "obras-publicas", "programas-sociales", "cultura", "salud", "educacion", "seguridad",
  "proteccion-civil", "deporte", "dif", "agua", "campo", "mujer", "transparencia",
];
const local = new Intl.DateTimeFormat("es-MX", {
  timeZone: "America/Mexico_City", day: "2-digit", month: "2-digit", year: "numeric",
});
const slug = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");

// Bulletins by what `key` gives for each, every group with its name and its address.
function grouped(bulletins, folder, key) {
  const groups = new Map();
  for (const one of bulletins) {
    const name = key(one);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(one);
  }
  return [...groups].map(([name, items]) => ({ name, items, address: `/${folder}/${slug(name)}/` }));
}

// The pages of lists, PER_PAGE bulletins on each.
function paged(lists) {
  return lists.flatMap(({ name, items, address }) => {
    const total = Math.ceil(items.length / PER_PAGE);
    const page = (number) => (number === 1 ? address : `${address}pagina/${number}/`);
    return Array.from({ length: total }, (_, index) => ({
      name, total, number: index + 1, here: page(index + 1),
      items: items.slice(index * PER_PAGE, (index + 1) * PER_PAGE),
      newer: index > 0 ? page(index) : "",
      older: index + 1 < total ? page(index + 2) : "",
    }));
  });
}

export default function (config) {
  config.addPlugin(rss);
  config.addPassthroughCopy({ static: "/" });
  config.addGlobalData("site", {
    title: "Dirección de Comunicación Social, Ayuntamiento de San Jacinto",
    url: "https://sanjacinto.example", menu: MENU, topics: TOPICS,
  });
  const days = new Map();
  const day = (date) => {
    if (!days.has(+date)) days.set(+date, local.format(date));
    return days.get(+date);
  };
  config.addFilter("day", day);
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("slug", slug);
  config.addFilter("jsonFeed", (feed, site) => JSON.stringify({
    version: "https://jsonfeed.org/version/1.1", title: site.title,
    home_page_url: site.url + feed.address,
    items: feed.items.slice(0, PER_PAGE).map((one) => ({
      id: site.url + one.url, url: site.url + one.url, title: one.data.title,
      summary: one.data.summary, content_html: one.content,
      date_published: one.date.toISOString(), tags: [one.data.topic],
    })),
  }));
  config.addFilter("newest", (items, count) => items.slice(0, count));

  const bulletins = (api) => api.getFilteredByTag("boletin").toReversed();
  const topics = (api) => grouped(bulletins(api), "temas", (one) => one.data.topic);
  const types = (api) => grouped(bulletins(api), "tipos", (one) => one.data.type);
  const archive = (api) => [{ name: "Archivo", items: bulletins(api), address: "/archivo/" }];
  config.addCollection("newest", bulletins);
  const years = (api) => grouped(bulletins(api), "archivo", (one) => day(one.date).slice(-4));
  const months = (api) => grouped(bulletins(api), "meses", (one) => day(one.date).slice(3));
  config.addCollection("pages", (api) =>
    paged([archive, topics, types, years, months].flatMap((of) => of(api))));
  config.addCollection("feeds", (api) => [
    { name: "", items: bulletins(api), address: "/" }, ...topics(api), ...types(api),
  ]);
  return {
    dir: { input: "content", includes: "../templates/includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
