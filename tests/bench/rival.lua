-- SPDX-License-Identifier: Apache-2.0
-- The rules as Lua, for LuaJIT.
--
--     luajit rival.lua answers CASES.csv    one line a case: name, level, rules
--     luajit rival.lua rate CASES.csv       cases a second, from memory
--     luajit rival.lua ndjson CASES.ndjson  reads and answers all, one line a case
local decide = dofile("rules.lua")
local mode, path = arg[1], arg[2]

-- The facts of a line of the table: columns say where each stands.
local function columns_of(line)
  local columns, at = {}, 0
  for name in (line .. ","):gmatch("([^,]*),") do
    at = at + 1
    local kind, number = name:match("^(%a+)_(%d+)$")
    columns[at] = { kind = kind, number = tonumber(number) }
  end
  return columns
end

local function read_row(columns, line)
  local f, n, name, at = {}, {}, nil, 0
  for cell in (line .. ","):gmatch("([^,]*),") do
    at = at + 1
    local column = columns[at]
    if at == 1 then
      name = cell
    elseif column.kind == "sign" then
      f[column.number] = cell == "yes"
    elseif column.kind == "score" then
      n[column.number] = tonumber(cell)
    end
  end
  return name, f, n
end

-- As much of JSON as these cases are written in, without a check.
local function read_object(line)
  local f, n = {}, {}
  for i = 0, 299 do
    f[i] = false
  end
  for number in line:gmatch('"sign_(%d+)":true') do
    f[tonumber(number)] = true
  end
  for number, value in line:gmatch('"score_(%d+)":([%d.]+)') do
    n[tonumber(number)] = tonumber(value)
  end
  return line:match('"case":"([^"]*)"'), f, n
end

local function write_answer(out, name, level, r)
  local rules = {}
  for i = 1, #r do
    if r[i] then
      rules[#rules + 1] = "rule/" .. i
    end
  end
  out:write(name, "\t", level, "\t", table.concat(rules, ","), "\n")
end

local function answers()
  local columns
  local r = {}
  for line in io.lines(path) do
    if columns then
      local name, f, n = read_row(columns, line)
      write_answer(io.stdout, name, decide(f, n, r), r)
    else
      columns = columns_of(line)
    end
  end
end

local function ndjson()
  local r = {}
  for line in io.lines(path) do
    local name, f, n = read_object(line)
    write_answer(io.stdout, name, decide(f, n, r), r)
  end
end

local function rate()
  local all, columns = {}, nil
  for line in io.lines(path) do
    if columns then
      local _, f, n = read_row(columns, line)
      all[#all + 1] = { f = f, n = n, r = {} }
    else
      columns = columns_of(line)
    end
    if #all == 2048 then
      break
    end
  end
  local best = 0
  for _ = 1, 5 do
    local start, rounds, seconds = os.clock(), 0, 0
    repeat
      for i = 1, #all do
        local one = all[i]
        one.level = decide(one.f, one.n, one.r)
      end
      rounds = rounds + 1
      seconds = os.clock() - start
    until seconds > 0.2
    best = math.max(best, rounds * #all / seconds)
  end
  print(("%.0f"):format(best))
end

;({ answers = answers, rate = rate, ndjson = ndjson })[mode]()
