-- Called by wrk at the end: one line that wrk.py reads.
function done(summary, latency)
   local e = summary.errors
   io.write(string.format(
      "measured requests=%d microseconds=%d p50=%.1f p95=%.1f failed=%d\n",
      summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(95),
      e.connect + e.read + e.write + e.status + e.timeout))
end
