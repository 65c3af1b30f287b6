-- count
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(*) as a0
  from (
    select 1 as c0
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"count":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N'}') as j
) as t0_r;

-- count
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(t0.x0) as a0, count_big(t0.x1) as a1, count_big(t0.x2) as a2
  from (
    select t0.[built] as x0, t0.[nickname] as x1, t0.[plate] as x2
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"count":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N',"nickname":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N',"plate":', isnull(N'"' + convert(nvarchar(20), t0.a2) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- count
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(*) as a0
  from (
    select 1 as c0
    from [dbo].[telescopes] as t0
    where exists (
      select 1
      from [dbo].[crew] as t1
      where t1.[telescope_id] = t0.[id] and t1.[duty] is not null
    )
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"count":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N'}') as j
) as t0_r;

-- count
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(*) as a0
  from (
    select 1 as c0
    from [dbo].[telescopes] as t0
    where t0.[id] = @p1
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"count":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N'}') as j
) as t0_r;

-- countAll
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(*) as a0
  from (
    select 1 as c0
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"countAll":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N'}') as j
) as t0_r;

-- countDistinct
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select count_big(distinct t0.x0) as a0, count_big(distinct t0.x1) as a1, count_big(distinct t0.x2) as a2, count_big(distinct convert(varbinary(8000), convert(nvarchar(4000), t0.x3))) as a3
  from (
    select t0.[built] as x0, convert(tinyint, t0.[active]) as x1, t0.[aperture] as x2, t0.[status] as x3
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"countDistinct":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(20), t0.a0) + N'"', N'null'), N',"active":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(20), t0.a2) + N'"', N'null'), N',"status":', isnull(N'"' + convert(nvarchar(20), t0.a3) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- sum
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select sum(convert(decimal(38,0), t0.x0)) as a0, sum(convert(decimal(38,0), t0.x1)) as a1, sum(t0.x2) as a2
  from (
    select t0.[built] as x0, t0.[price] as x1, t0.[aperture] as x2
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"sum":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"price":', isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a2) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- sum
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select sum(convert(float, t0.x0)) as a0
  from (
    select t0.[weight] as x0
    from [dbo].[telescopes] as t0
    where t0.[id] < @p1
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"sum":'), isnull(concat(convert(nvarchar(max), N'{"weight":'), isnull(convert(nvarchar(40), convert(float, t0.a0), 3), N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- sum
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select sum(convert(decimal(38,0), t0.x0)) as a0, sum(convert(decimal(38,0), t0.x1)) as a1, sum(t0.x2) as a2, sum(convert(float, t0.x3)) as a3
  from (
    select t0.[built] as x0, t0.[price] as x1, t0.[aperture] as x2, t0.[weight] as x3
    from [dbo].[telescopes] as t0
    where t0.[id] = @p1
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"sum":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"price":', isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a2) + N'"', N'null'), N',"weight":', isnull(convert(nvarchar(40), convert(float, t0.a3), 3), N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- sumDistinct
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select sum(distinct convert(decimal(38,0), t0.x0)) as a0, sum(distinct convert(decimal(38,0), t0.x1)) as a1, sum(distinct t0.x2) as a2
  from (
    select t0.[built] as x0, t0.[price] as x1, t0.[aperture] as x2
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"sumDistinct":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"price":', isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a2) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- avg
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select avg(convert(decimal(38,8), t0.x0)) as a0, avg(convert(decimal(38,15), t0.x1)) as a1
  from (
    select t0.[built] as x0, t0.[aperture] as x1
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"avg":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- avg
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select avg(convert(float, t0.x0)) as a0
  from (
    select t0.[weight] as x0
    from [dbo].[telescopes] as t0
    where t0.[id] < @p1
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"avg":'), isnull(concat(convert(nvarchar(max), N'{"weight":'), isnull(convert(nvarchar(40), convert(float, t0.a0), 3), N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- avg
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select avg(convert(decimal(38,8), t0.x0)) as a0, avg(convert(float, t0.x1)) as a1
  from (
    select t0.[built] as x0, t0.[weight] as x1
    from [dbo].[telescopes] as t0
    where t0.[id] = @p1
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"avg":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"weight":', isnull(convert(nvarchar(40), convert(float, t0.a1), 3), N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- avgDistinct
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select avg(distinct convert(decimal(38,8), t0.x0)) as a0, avg(distinct convert(decimal(38,15), t0.x1)) as a1
  from (
    select t0.[built] as x0, t0.[aperture] as x1
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"avgDistinct":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(N'"' + convert(nvarchar(41), t0.a0) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a1) + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- min
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select min(t0.x0) as a0, min(t0.x1) as a1, min(t0.x2) as a2, min(t0.x3) as a3, min(t0.x4) as a4, min(t0.x5) as a5, min(t0.x6) as a6, min(t0.x7) as a7, min(t0.x8) as a8
  from (
    select t0.[built] as x0, t0.[price] as x1, t0.[aperture] as x2, t0.[weight] as x3, t0.[commissioned] as x4, t0.[opens_at] as x5, t0.[installed_at] as x6, t0.[seen_at] as x7, t0.[status] as x8
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"min":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t0.a0), N'null'), N',"price":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a2) + N'"', N'null'), N',"weight":', isnull(convert(nvarchar(40), convert(float, t0.a3), 3), N'null'), N',"commissioned":', isnull(N'"' + convert(nvarchar(10), t0.a4, 23) + N'"', N'null'), N',"opens_at":', isnull(N'"' + case when datepart(nanosecond, t0.a5) = 0 then convert(nvarchar(8), t0.a5, 108) else replace(rtrim(replace(convert(nvarchar(16), convert(time(7), t0.a5), 121), N'0', N' ')), N' ', N'0') end + N'"', N'null'), N',"installed_at":', isnull(N'"' + stuff(convert(nvarchar(19), t0.a6, 121), 11, 1, N'T') + N'"', N'null'), N',"seen_at":', isnull(N'"' + stuff(convert(nvarchar(23), convert(datetime2(7), switchoffset(t0.a7, '+00:00')), 121), 11, 1, N'T') + N'Z' + N'"', N'null'), N',"status":', isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.a8), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;

-- max
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N','), N']')
from (
  select max(t0.x0) as a0, max(t0.x1) as a1, max(t0.x2) as a2, max(t0.x3) as a3, max(t0.x4) as a4, max(t0.x5) as a5, max(t0.x6) as a6, max(t0.x7) as a7, max(t0.x8) as a8
  from (
    select t0.[built] as x0, t0.[price] as x1, t0.[aperture] as x2, t0.[weight] as x3, t0.[commissioned] as x4, t0.[opens_at] as x5, t0.[installed_at] as x6, t0.[seen_at] as x7, t0.[status] as x8
    from [dbo].[telescopes] as t0
  ) as t0
  order by (
    select null
  )
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"max":'), isnull(concat(convert(nvarchar(max), N'{"built":'), isnull(convert(nvarchar(20), t0.a0), N'null'), N',"price":', isnull(N'"' + convert(nvarchar(20), t0.a1) + N'"', N'null'), N',"aperture":', isnull(N'"' + convert(nvarchar(41), t0.a2) + N'"', N'null'), N',"weight":', isnull(convert(nvarchar(40), convert(float, t0.a3), 3), N'null'), N',"commissioned":', isnull(N'"' + convert(nvarchar(10), t0.a4, 23) + N'"', N'null'), N',"opens_at":', isnull(N'"' + case when datepart(nanosecond, t0.a5) = 0 then convert(nvarchar(8), t0.a5, 108) else replace(rtrim(replace(convert(nvarchar(16), convert(time(7), t0.a5), 121), N'0', N' ')), N' ', N'0') end + N'"', N'null'), N',"installed_at":', isnull(N'"' + stuff(convert(nvarchar(19), t0.a6, 121), 11, 1, N'T') + N'"', N'null'), N',"seen_at":', isnull(N'"' + stuff(convert(nvarchar(23), convert(datetime2(7), switchoffset(t0.a7, '+00:00')), 121), 11, 1, N'T') + N'Z' + N'"', N'null'), N',"status":', isnull(N'"' + replace(string_escape(convert(nvarchar(max), t0.a8), N'json') collate Latin1_General_100_BIN2, N'\/', N'/') + N'"', N'null'), N'}'), N'null'), N'}') as j
) as t0_r;
