'use strict'
/** What Electron's own default app does: runs the app whose path is the first argument that is no switch. */
const { app } = require('electron')
const fs = require('node:fs')
const path = require('node:path')

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (given === undefined) throw new Error('Give the path of an app.')
const root = path.resolve(given)
const description = path.join(root, 'package.json')
const { main = '' } = fs.existsSync(description) ? JSON.parse(fs.readFileSync(description, 'utf8')) : {}
app.setAppPath(main === '' ? path.dirname(root) : root)
require(path.join(root, main))
