-- integer
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t0.[built]), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- bigInteger
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"price":'), isnull(N'"' + convert(nvarchar(20), t0.[price]) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- decimal
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"aperture":'), isnull(N'"' + convert(nvarchar(41), t0.[aperture]) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- float
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"weight":'), isnull(convert(nvarchar(40), convert(float, t0.[weight]), 3), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- boolean
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"active":'), isnull(case t0.[active] when 1 then N'true' when 0 then N'false' end, N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- string
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"name":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.[name]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- text
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"nickname":'), isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.[nickname]), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- uuid
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"serial":'), isnull(N'"' + lower(convert(nvarchar(36), t0.[serial]) collate Latin1_General_100_BIN2) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- date
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"commissioned":'), isnull(N'"' + convert(nvarchar(10), t0.[commissioned], 23) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- time
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"opens_at":'), isnull(N'"' + case when datepart(nanosecond, t0.[opens_at]) = 0 then convert(nvarchar(8), t0.[opens_at], 108) else replace(rtrim(replace(convert(nvarchar(16), convert(time(7), t0.[opens_at]), 121), N'0', N' ')), N' ', N'0') end + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- dateTime
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"installed_at":'), isnull(N'"' + stuff(convert(nvarchar(19), t0.[installed_at], 121), 11, 1, N'T') + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- timestamp
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"seen_at":'), isnull(N'"' + stuff(convert(nvarchar(23), convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')), 121), 11, 1, N'T') + N'Z' + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- json
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"details":'), isnull(convert(nvarchar(max), t0.[details]) collate Latin1_General_100_BIN2, N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- binary
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"plate":'), isnull(case when t0.[plate] is not null then concat(convert(nvarchar(max), N'{"type":"Buffer","data":['), (
    select string_agg(x.b, N',') within group (order by x.i)
    from (
      select p.i, convert(nvarchar(max), convert(tinyint, substring(t0.[plate], p.i, 1))) as b
      from (
        select top (isnull(datalength(t0.[plate]), 0)) row_number() over (order by (
          select null
        )) as i
        from (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as a (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as b (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as c (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as d (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as e (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as f (n) cross join (values (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0), (0)) as g (n)
      ) as p
    ) as x
  ), N']}') end, N'null'), N'}') as j
) as t0_r
order by t0.[id];
