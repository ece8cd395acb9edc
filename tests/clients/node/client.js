// Has @kafkajs/confluent-schema-registry, the client of KafkaJS, use a Schema Registry.
//
//     client.js URL TOPIC MESSAGE
//
// MESSAGE is the value of a record of TOPIC in hexadecimal. It is decoded, and the last line of the
// output is JSON with what it says under `read`, and with what this client makes of that under
// `written`, in hexadecimal. What goes wrong ends the program with an exception.

import assert from 'node:assert/strict'
import { SchemaRegistry, SchemaType, COMPATIBILITY } from '@kafkajs/confluent-schema-registry'

const [url, topic, message] = process.argv.slice(2)

const SUBJECT = 'node/readings ?#%-value'

const avro = (schema, references) => ({
  type: SchemaType.AVRO,
  schema: JSON.stringify(schema),
  references,
})
const record = (...fields) =>
  avro({ type: 'record', name: 'Reading', namespace: 'clients', fields })

const CELSIUS = { name: 'celsius', type: 'double' }
const FIRST = record(CELSIUS)
const COMPATIBLE = record(CELSIUS, { name: 'sensor', type: 'string', default: '?' })
const INCOMPATIBLE = record(CELSIUS, { name: 'sensor', type: 'string' })

// Each with nothing in its caches and nothing tried twice.
const client = () => new SchemaRegistry({ host: url, retry: { retries: 0 } })

async function registration() {
  const registry = client()
  await assert.rejects(registry.getLatestSchemaId(SUBJECT), { status: 404 })
  const { id } = await registry.register(FIRST, { subject: SUBJECT })
  assert.equal((await registry.register(FIRST, { subject: SUBJECT })).id, id)
  assert.equal(await registry.getRegistryIdBySchema(SUBJECT, FIRST), id)
  assert.equal(await registry.getRegistryId(SUBJECT, 1), id)
  assert.equal(await registry.getLatestSchemaId(SUBJECT), id)
  const other = await client().getSchema(id)
  assert.equal(other.name, 'clients.Reading')
  await assert.rejects(client().getSchema(123456), { status: 404 })
  await assert.rejects(registry.getRegistryIdBySchema(SUBJECT, INCOMPATIBLE))
}

async function compatibility() {
  const registry = client()
  await assert.rejects(registry.register(INCOMPATIBLE, { subject: SUBJECT }), { status: 409 })
  // The first registration has set the level of its subject.
  const forward = { subject: SUBJECT, compatibility: COMPATIBILITY.FORWARD }
  await assert.rejects(registry.register(COMPATIBLE, forward), {
    name: 'ConfluentSchemaRegistryCompatibilityError',
  })
  const { id } = await registry.register(COMPATIBLE, { subject: SUBJECT })
  assert.equal(await client().getLatestSchemaId(SUBJECT), id)
}

async function references() {
  const registry = client()
  await registry.register(FIRST, { subject: 'node-reading' })
  const series = avro(
    { type: 'record', name: 'Series', fields: [{ name: 'first', type: 'clients.Reading' }] },
    [{ name: 'clients.Reading', subject: 'node-reading', version: 1 }],
  )
  const { id } = await registry.register(series, { subject: 'node-series' })
  const value = { first: { celsius: 1.5 } }
  const decoded = await client().decode(await registry.encode(id, value))
  assert.equal(decoded.first.celsius, 1.5)
}

async function roundTrips() {
  const registry = client()
  const id = await registry.getRegistryId(SUBJECT, 2)
  const written = await registry.encode(id, { celsius: 3, sensor: 'roof' })
  assert.deepEqual({ ...(await client().decode(written)) }, { celsius: 3, sensor: 'roof' })
  const readerSchema = JSON.parse(FIRST.schema)
  const narrow = await client().decode(written, { [SchemaType.AVRO]: { readerSchema } })
  assert.deepEqual({ ...narrow }, { celsius: 3 })
}

async function relay() {
  const read = await client().decode(Buffer.from(message, 'hex'))
  const registry = client()
  const id = await registry.getLatestSchemaId(`${topic}-value`)
  const written = await registry.encode(id, read)
  console.log(JSON.stringify({ read, written: written.toString('hex') }))
}

await registration()
await compatibility()
await references()
await roundTrips()
await relay()
