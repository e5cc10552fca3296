// Copying the address of a bulletin, and the telephone's own ways to share it.
{
  const section = document.querySelector('.share');
  const canonical = document.querySelector('link[rel=canonical]');
  const url = canonical ? canonical.href : location.href;
  const offer = (text, act) => {
    const item = document.createElement('li');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', act);
    item.append(button);
    section.querySelector('ul').append(item);
  };
  if (section && navigator.clipboard) {
    const said = document.createElement('p');
    said.setAttribute('role', 'status');
    section.append(said);
    offer(section.dataset.copy, () => {
      said.textContent = '';
      navigator.clipboard.writeText(url).then(() => {
        said.textContent = section.dataset.copied;
      }, () => {
        said.textContent = url;
      });
    });
  }
  if (section && navigator.share) {
    const title = document.querySelector('h1').textContent;
    offer(section.dataset.more, () => navigator.share({ title, url }).catch(() => {}));
  }
}
