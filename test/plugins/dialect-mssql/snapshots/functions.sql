-- year(commissioned)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"commissioned_year":', isnull(convert(nvarchar(20), datepart(year, t0.[commissioned])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- year(installed_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"installed_at_year":', isnull(convert(nvarchar(20), datepart(year, t0.[installed_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- year(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_year":', isnull(convert(nvarchar(20), datepart(year, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- month(commissioned)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"commissioned_month":', isnull(convert(nvarchar(20), datepart(month, t0.[commissioned])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- month(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_month":', isnull(convert(nvarchar(20), datepart(month, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- week(commissioned)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"commissioned_week":', isnull(convert(nvarchar(20), datepart(iso_week, t0.[commissioned])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- week(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_week":', isnull(convert(nvarchar(20), datepart(iso_week, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- day(commissioned)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"commissioned_day":', isnull(convert(nvarchar(20), datepart(day, t0.[commissioned])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- day(installed_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"installed_at_day":', isnull(convert(nvarchar(20), datepart(day, t0.[installed_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- weekday(commissioned)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"commissioned_weekday":', isnull(convert(nvarchar(20), (datediff(day, '19000107', t0.[commissioned]) % 7 + 7) % 7), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- weekday(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_weekday":', isnull(convert(nvarchar(20), (datediff(day, '19000107', convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00'))) % 7 + 7) % 7), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- hour(opens_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"opens_at_hour":', isnull(convert(nvarchar(20), datepart(hour, t0.[opens_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- hour(installed_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"installed_at_hour":', isnull(convert(nvarchar(20), datepart(hour, t0.[installed_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- hour(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_hour":', isnull(convert(nvarchar(20), datepart(hour, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- minute(opens_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"opens_at_minute":', isnull(convert(nvarchar(20), datepart(minute, t0.[opens_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- minute(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_minute":', isnull(convert(nvarchar(20), datepart(minute, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- second(opens_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"opens_at_second":', isnull(convert(nvarchar(20), datepart(second, t0.[opens_at])), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- second(seen_at)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"seen_at_second":', isnull(convert(nvarchar(20), datepart(second, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00')))), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- count(details)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"details_count":', isnull(convert(nvarchar(20), case when case when isjson(t0.[details]) = 1 then left(json_query(t0.[details]), 1) end = N'[' then (
    select count_big(*)
    from openjson(case when case when isjson(t0.[details]) = 1 then left(json_query(t0.[details]), 1) end = N'[' then t0.[details] end)
  ) end), N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- count(crew)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"crew_count":', isnull(N'"' + convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id]
  )) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];

-- count(observations)
select t0_r.j
from [dbo].[telescopes] as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.[id]), N'null'), N',"observations_count":', isnull(N'"' + convert(nvarchar(20), (
    select count_big(*)
    from [dbo].[observations] as t1
    where t1.[telescope_id] = t0.[id]
  )) + N'"', N'null'), N'}') as j
) as t0_r
order by t0.[id];
