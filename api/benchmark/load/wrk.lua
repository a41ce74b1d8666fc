-- Each thread of wrk asks a port of its own, of those that wrk.py names.
local ports = {}
for port in os.getenv("PORTS"):gmatch("%d+") do
   table.insert(ports, port)
end
local threads = 0

function setup(thread)
   threads = threads + 1
   thread.addr = wrk.lookup("127.0.0.1", ports[threads])[1]
end

-- Called by wrk at the end: one line that wrk.py reads.
function done(summary, latency)
   local e = summary.errors
   io.write(string.format(
      "measured requests=%d microseconds=%d p50=%.1f p95=%.1f failed=%d\n",
      summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(95),
      e.connect + e.read + e.write + e.status + e.timeout))
end
