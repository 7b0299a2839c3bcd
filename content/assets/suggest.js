// Suggestions below a search box while one types, after the combobox pattern of the ARIA practices: the focus stays in the
// box, arrows move through the list, Enter asks what is chosen or opens the text that it is, Escape closes.

export class Suggestions {
  constructor(box) {
    this.box = box;
    this.list = document.createElement('ul');
    this.list.id = `${box.id}-suggesties`;
    this.list.className = 'kb-suggest';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', box.labels[0]?.textContent.trim() || '');
    box.parentElement.classList.add('kb-suggests');
    box.after(this.list);
    box.type = 'text'; // a box of type search may not be a combobox (ARIA in HTML)
    box.inputMode = 'search';
    box.enterKeyHint = 'search';
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-haspopup': 'listbox', 'aria-controls': this.list.id })) box.setAttribute(name, value);
    this.close();
    box.addEventListener('input', () => this.later());
    box.addEventListener('keydown', (event) => this.key(event));
    box.addEventListener('blur', () => this.close());
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener('click', (event) => this.take(event.target.closest('[role=option]')));
  }

  get options() { return [...this.list.children]; }

  close() {
    this.list.hidden = true;
    this.box.setAttribute('aria-expanded', 'false');
    this.choose(-1);
  }

  open() {
    this.list.hidden = !this.list.firstChild || document.activeElement !== this.box;
    this.box.setAttribute('aria-expanded', String(!this.list.hidden));
  }

  /** The option that Enter takes; -1: what was typed. */
  choose(at) {
    this.at = at;
    this.options.forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    const option = this.options[at];
    if (option) this.box.setAttribute('aria-activedescendant', option.id);
    else this.box.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  take(option) {
    if (!option) return;
    if (option.dataset.href) { location.assign(option.dataset.href); return; }
    this.box.value = option.textContent;
    this.close();
    this.box.form.requestSubmit();
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const down = event.key === 'ArrowDown';
    if (event.key === 'Enter' && this.at >= 0) this.take(this.options[this.at]);
    else if (event.key === 'Escape' && !this.list.hidden) this.close();
    else if ((down || event.key === 'ArrowUp') && this.list.firstChild) this.move(down ? 1 : -1, event.altKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Round and round, by way of what was typed; Alt only opens and closes. */
  move(step, alt) {
    if (alt && step < 0) return this.close();
    const closed = this.list.hidden;
    this.open();
    if (alt) return undefined;
    const places = this.options.length + 1;
    return this.choose(closed && step > 0 ? 0 : (this.at + 1 + step + places) % places - 1);
  }

  later() {
    clearTimeout(this.timer);
    this.close();
    this.timer = setTimeout(() => this.ask(this.box.value.trimStart()), 120);
  }

  async ask(typed) {
    if (typed.length < 2) { this.list.replaceChildren(); return; }
    try {
      const answer = await fetch(`/zoeken/suggesties?q=${encodeURIComponent(typed)}`, { headers: { Accept: 'application/json' } });
      if (!answer.ok || this.box.value.trimStart() !== typed) return;
      this.show(await answer.json());
    } catch { /* no suggestions then */ }
  }

  /** Words, and texts as { title, href }. */
  show(items) {
    this.list.replaceChildren(...items.map((item, i) => {
      const option = Object.assign(document.createElement('li'), { id: `${this.list.id}-${i}`, textContent: item.title ?? item, className: 'kb-suggest__option' });
      option.setAttribute('role', 'option');
      if (item.href) { option.dataset.href = item.href; option.classList.add('kb-suggest__option--text'); }
      return option;
    }));
    this.choose(-1);
    this.open();
  }
}
