// A process between a client and PostgreSQL that cuts the connection around a COMMIT: `before` the server hears of it,
// or `after` it has answered. Prints its port. A process of its own, since the client's thread sleeps meanwhile.
import { connect, createServer } from 'node:net'

const [targetPort = '', when = 'after'] = process.argv.slice(2)

const server = createServer((client) => {
  const target = connect(Number(targetPort), '127.0.0.1')
  let isCommitting = false
  const cut = () => {
    client.destroy()
    target.destroy()
  }
  client.on('data', (bytes) => {
    isCommitting = bytes.includes('COMMIT\0')
    if (isCommitting && when === 'before') cut()
    else target.write(bytes)
  })
  target.on('data', (bytes) => {
    if (isCommitting) cut()
    else client.write(bytes)
  })
  for (const socket of [client, target]) socket.on('close', cut).on('error', cut)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(address.port)
})
