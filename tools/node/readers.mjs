// Reads EPUBs in two real reading systems, foliate-js and epub.js, in a headless Chromium.
//
//   node readers.mjs [--shots FOLDER] [--shot HREF]... [--size WxH] [--dark] [--look] BOOK.epub...
//
// In: EPUB files. Out: one JSON object a line and a book on standard output:
//   {file, foliate: {title, dir, entries, dead, pageList, landmarks, sections, reached, turns}, epubjs: {...}, errors}
// `dead` are contents entries that do not resolve; `reached` are the documents that turning pages from the first
// to the end came through; `errors` what the console and the pages complained of. With --shots, the pages named by
// --shot (addresses in the package, "contents.xhtml", "ch-01-the-moon.xhtml#spring", "*" for every document) are kept
// as PNGs of a screen of --size CSS px, in the colours a reading system takes in the dark with --dark. With --look
// pages are only shown, not turned.
// Nothing is fetched but from this process.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { basename, dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer from 'puppeteer-core'

const HERE = dirname(fileURLToPath(import.meta.url))
const MODULES = join(HERE, 'node_modules')
const TYPES = { '.js': 'text/javascript', '.html': 'text/html', '.epub': 'application/epub+zip', '.css': 'text/css' }
const PAGES = {
  '/foliate.html': `<!doctype html><meta charset="utf-8"><style>html,body,foliate-view{margin:0;height:100%;display:block}</style>
<script type="module">import '/modules/foliate-js/view.js'; window.ready = true</script>`,
  '/epubjs.html': `<!doctype html><meta charset="utf-8"><style>html,body,#area{margin:0;height:100%}</style><div id="area"></div>
<script src="/modules/jszip/dist/jszip.min.js"></script><script src="/modules/epubjs/dist/epub.min.js"></script>
<script>window.ready = true</script>`,
}

function options(words) {
  const found = { books: [], shots: '', hrefs: [], size: [800, 1100], dark: false, look: false }
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--shots') found.shots = words[++at]
    else if (words[at] === '--shot') found.hrefs.push(words[++at])
    else if (words[at] === '--size') found.size = words[++at].split('x').map(Number)
    else if (words[at] === '--dark') found.dark = true
    else if (words[at] === '--look') found.look = true
    else found.books.push(words[at])
  }
  return found
}

function browserPath() {
  if (process.env.PUPPETEER_EXECUTABLE_PATH) return process.env.PUPPETEER_EXECUTABLE_PATH
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try { return execFileSync('which', [name], { encoding: 'utf8' }).trim() } catch { /* try the next */ }
  }
  throw new Error('no Chromium; run tools/validators.sh')
}

function serve(books) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    let file = ''
    if (path.startsWith('/modules/')) file = join(MODULES, normalize(path.slice('/modules/'.length)))
    const number = /^\/book\/(\d+)\.epub$/.exec(path)
    if (number) file = books[Number(number[1])]
    if (PAGES[path]) return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGES[path])
    if (path === '/favicon.ico') return response.writeHead(204).end()
    if (!file || !existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(await readFile(file))
  })
  return new Promise(done => server.listen(0, '127.0.0.1', () => done(server)))
}

async function open(browser, address, errors) {
  const page = await browser.newPage()
  await page.setViewport({ width: size[0], height: size[1] })
  if (dark) await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()) })
  page.on('pageerror', error => errors.push(String(error.message)))
  page.on('requestfailed', request => {
    if (!request.url().startsWith('blob:')) errors.push(`failed: ${request.url()}`)
  })
  await page.goto(address)
  await page.waitForFunction('window.ready')
  return page
}

// Runs in the page: opens the book, resolves the contents, turns pages to the end.
async function foliate(book, look) {
  const view = document.createElement('foliate-view')
  document.body.append(view)
  window.view = view
  const blob = await (await fetch(book)).blob()
  await view.open(new File([blob], 'book.epub', { type: 'application/epub+zip' }))
  const flat = items => (items ?? []).flatMap(item => [item, ...flat(item.subitems)])
  const entries = flat(view.book.toc)
  const dead = []
  for (const entry of entries) {
    const target = await view.book.resolveHref(entry.href)
    const section = target && view.book.sections[target.index]
    const text = section && await section.createDocument()
    if (!text || target.anchor(text) == null) dead.push(entry.href)
  }
  const reached = new Set()
  view.addEventListener('relocate', event => reached.add(event.detail.section?.current ?? event.detail.index))
  // What reading systems add for the dark; foliate's own application does the same.
  view.renderer.setStyles?.('html { color-scheme: light dark } @media (prefers-color-scheme: dark) { a:link { color: lightblue } }')
  await view.init({ lastLocation: null })
  let turns = 0
  let before = ''
  for (; turns < 5000 && !look; turns++) {
    await view.next()
    const { index } = view.renderer.getContents()[0]
    reached.add(index)
    const place = `${index} ${view.renderer.start} ${view.renderer.page}`
    if (place === before) break
    before = place
  }
  const linear = view.book.sections.filter(section => section.linear !== 'no').length
  return {
    title: typeof view.book.metadata.title === 'string' ? view.book.metadata.title : Object.values(view.book.metadata.title)[0],
    dir: view.book.dir, entries: entries.length, dead, turns,
    pageList: flat(view.book.pageList).length, landmarks: (view.book.landmarks ?? []).length,
    sections: linear, reached: [...reached].filter(index => Number.isInteger(index)).length,
  }
}

async function epubjs(book) {
  const opened = ePub(book)
  await opened.ready
  const flat = items => items.flatMap(item => [item, ...flat(item.subitems ?? [])])
  const entries = flat(opened.navigation.toc)
  const dead = entries.filter(entry => !opened.spine.get(entry.href)).map(entry => entry.href)
  const rendition = opened.renderTo('area', { width: '100%', height: '100%', flow: 'scrolled-doc' })
  let shown = 0
  for (const item of opened.spine.spineItems) {
    await rendition.display(item.href)
    const text = rendition.getContents()[0]?.document?.body
    if (text && (text.textContent.trim() || text.querySelector('img, svg'))) shown++
  }
  return { entries: entries.length, dead, sections: opened.spine.spineItems.length, reached: shown }
}

async function shoot(page, hrefs, folder, name) {
  const all = hrefs.includes('*') ? await page.evaluate(() => window.view.book.sections.map(section => section.id.split('/').pop())) : hrefs
  for (const href of all) {
    await page.evaluate(async target => {
      const [file, id] = target.split('#')
      const section = window.view.book.sections.find(section => section.id.endsWith(`/${file}`))
      await window.view.goTo(id ? `${section.id}#${id}` : section.id)
    }, href)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
    await new Promise(done => setTimeout(done, 100))
    await page.screenshot({ path: join(folder, `${name}-${href.replace(/[^A-Za-z0-9]+/g, '-')}.png`) })
  }
}

const { books, shots, hrefs, size, dark, look } = options(process.argv.slice(2))
const server = await serve(books)
const origin = `http://127.0.0.1:${server.address().port}`
const browser = await puppeteer.launch({
  executablePath: browserPath(), headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
})
let failed = false
try {
  for (const [at, file] of books.entries()) {
    const errors = []
    const found = { file: basename(file) }
    for (const [name, run] of look ? [['foliate', foliate]] : [['foliate', foliate], ['epubjs', epubjs]]) {
      try {
        const page = await open(browser, `${origin}/${name}.html`, errors)
        found[name] = await page.evaluate(run, `/book/${at}.epub`, look)
        if (name === 'foliate' && shots) await shoot(page, hrefs, shots, basename(file, '.epub'))
        await page.close()
      } catch (error) {
        errors.push(`${name}: ${error.message}`)
        failed = true
      }
    }
    console.log(JSON.stringify({ ...found, errors }))
  }
} finally {
  await browser.close()
  server.close()
}
process.exit(failed ? 1 : 0)
