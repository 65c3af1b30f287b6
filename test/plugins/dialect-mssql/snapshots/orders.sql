-- built
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[built] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -built
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[built] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -built,-id
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1 desc), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[built] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1 desc
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- aperture,-id
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1 desc), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[aperture] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1 desc
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- weight
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[weight] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- price
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[price] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- active
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, convert(tinyint, t0.[active]) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -active
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, convert(tinyint, t0.[active]) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- serial
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, convert(nvarchar(36), t0.[serial]) collate Latin1_General_100_BIN2 as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- status
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[status] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- commissioned
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[commissioned] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- opens_at
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[opens_at] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -installed_at
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[installed_at] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- seen_at
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[seen_at] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- year(seen_at),-month(seen_at)
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, case when t0.o1 is null then 0 else 1 end, t0.o1 desc, t0.o2), N']')
from (
  select *
  from (
    select t0.[id] as c0, datepart(year, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00'))) as o0, datepart(month, convert(datetime2(7), switchoffset(t0.[seen_at], '+00:00'))) as o1, t0.[id] as o2
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, case when o1 is null then 0 else 1 end, o1 desc, o2
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -month(commissioned)
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, datepart(month, t0.[commissioned]) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- observatory_id
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t0.[observatory_id] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- observatory_id.name
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t1.[name] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
    left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -observatory_id.altitude
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t1.[altitude] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
    left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- successor_id.built
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t1.[built] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
    left join [dbo].[telescopes] as t1 on t1.[id] = t0.[successor_id]
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -successor_id.observatory_id.altitude
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, t2.[altitude] as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
    left join [dbo].[telescopes] as t1 on t1.[id] = t0.[successor_id]
    left join [dbo].[observatories] as t2 on t2.[id] = t1.[observatory_id]
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- count(crew)
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0, t0.o1), N']')
from (
  select t0.[id] as c0, (
    select count_big(*)
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id]
  ) as o0, t0.[id] as o1
  from [dbo].[telescopes] as t0
  order by o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -count(crew)
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0 desc, t0.o1), N']')
from (
  select t0.[id] as c0, (
    select count_big(*)
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id]
  ) as o0, t0.[id] as o1
  from [dbo].[telescopes] as t0
  order by o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- observations.taken_on
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, (
      select min(t1.[taken_on])
      from [dbo].[observations] as t1
      where t1.[telescope_id] = t0.[id]
    ) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- -observations.seconds
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 0 else 1 end, t0.o0 desc, t0.o1), N']')
from (
  select *
  from (
    select t0.[id] as c0, (
      select min(t1.[seconds])
      from [dbo].[observations] as t1
      where t1.[telescope_id] = t0.[id]
    ) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 0 else 1 end, o0 desc, o1
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- observations.astronomer_id.born,-id
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by case when t0.o0 is null then 1 else 0 end, t0.o0, t0.o1 desc), N']')
from (
  select *
  from (
    select t0.[id] as c0, (
      select min(t2.[born])
      from [dbo].[observations] as t1
      left join [dbo].[astronomers] as t2 on t2.[id] = t1.[astronomer_id]
      where t1.[telescope_id] = t0.[id]
    ) as o0, t0.[id] as o1
    from [dbo].[telescopes] as t0
  ) as t0
  order by case when o0 is null then 1 else 0 end, o0, o1 desc
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;
