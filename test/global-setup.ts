/** Runs once before all test projects. Services register themselves here as they come. */
export default function setup(): void {
  process.env['TZ'] = 'UTC'
}
