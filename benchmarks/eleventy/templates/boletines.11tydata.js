export default {
  layout: "bulletin.njk",
  tags: "boletin",
  permalink: (data) => `${data.address}index.html`,
};
