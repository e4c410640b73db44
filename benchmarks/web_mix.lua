-- Every kind of page in turn, for: wrk -t2 -c8 -d60s --timeout 20s --latency -s benchmarks/web_mix.lua http://127.0.0.1:8000
-- (wrk is no dependency of ours; it names what failed as "Non-2xx" or "Socket errors", and says nothing where nothing did).
-- The places and the day are those of benchmarks/ledger.py.
local paths = {"/", "/claims", "/claims?q=army", "/reports", "/static/app.css", "/static/map.js",
  "/api/v1/sides", "/api/v1/histogram", "/api/v1/places", "/api/v1/places/made:5000", "/places/made:300/card",
  "/api/v1/collections/estimates/items?on=2023-12-30&known=2023-12-30", "/disputes?on=2023-12-30&known=2023-12-30"}
local n = 0
request = function() n = n + 1; return wrk.format("GET", paths[n % #paths + 1], {["Accept-Encoding"] = "gzip"}) end
