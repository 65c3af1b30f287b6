-- a to-one relation
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  where (t1.[name] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[name])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- nothing at the end of a to-one relation counts as null
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  where t1.[country] is null
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a negated comparison at the end of a to-one relation
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  where not (t1.[country] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[country])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- the key of a relation as a value
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where t0.[observatory_id] = @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a relation of a relation
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[telescopes] as t1 on t1.[id] = t0.[successor_id]
  left join [dbo].[observatories] as t2 on t2.[id] = t1.[observatory_id]
  where t2.[altitude] > @p1
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- some of many
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from [dbo].[observations] as t1
    where t1.[telescope_id] = t0.[id] and t1.[seconds] >= @p1
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- each item once, however many meet it
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from [dbo].[observations] as t1
    where t1.[telescope_id] = t0.[id] and t1.[number] >= @p1
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- none at all
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from (
      select 1 as one
    ) as t1_one
    left join [dbo].[observations] as t1 on t1.[telescope_id] = t0.[id]
    where t1.[number] is null
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- _some with several conditions on one item
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from [dbo].[observations] as t1
    where t1.[telescope_id] = t0.[id] and (t1.[seconds] < @p1 and t1.[target] is not null)
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- two _some met by different items
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (exists (
    select 1
    from [dbo].[observations] as t1
    where t1.[telescope_id] = t0.[id] and t1.[seconds] < @p1
  ) and exists (
    select 1
    from [dbo].[observations] as t2
    where t2.[telescope_id] = t0.[id] and t2.[seconds] > @p2
  ))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- _some of anything
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id] and 1 = 1
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- _none of anything
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where not exists (
    select 1
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id] and 1 = 1
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- _none with a condition
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where not exists (
    select 1
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id] and (t1.[duty] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[duty])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- _none below a path
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[observatories] as t0
  where exists (
    select 1
    from (
      select 1 as one
    ) as t1_one
    left join [dbo].[telescopes] as t1 on t1.[observatory_id] = t0.[id]
    where not exists (
      select 1
      from [dbo].[crew] as t2
      where t2.[telescope_id] = t1.[id] and t2.[duty] is not null
    )
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- through a junction
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where exists (
    select 1
    from [dbo].[crew] as t1
    left join [dbo].[astronomers] as t2 on t2.[id] = t1.[astronomer_id]
    where t1.[telescope_id] = t0.[id] and convert(nvarchar(max), t2.[name]) collate Latin1_General_100_BIN2 like N'%' + replace(replace(replace(convert(nvarchar(max), @p1) collate Latin1_General_100_BIN2, N'[', N'[[]'), N'%', N'[%]'), N'_', N'[_]') + N'%'
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- to itself
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[astronomers] as t0
  left join [dbo].[astronomers] as t1 on t1.[id] = t0.[mentor_id]
  left join [dbo].[astronomers] as t2 on t2.[id] = t1.[mentor_id]
  where (t2.[name] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t2.[name])) = convert(varbinary(8000), convert(nvarchar(4000), @p1)))
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a composite foreign key
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[images] as t0
  left join [dbo].[observations] as t1 on (t1.[telescope_id] = t0.[telescope_id] and t1.[number] = t0.[number])
  left join [dbo].[targets] as t2 on t2.[name] = t1.[target]
  where t2.[magnitude] < isnull(try_convert(decimal(38,30), @p1), case when left(@p1, 1) = N'-' then -10000000 when @p1 is not null then 10000000 end)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a way back along a composite foreign key
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[images] as t0
  left join [dbo].[observations] as t1 on (t1.[telescope_id] = t0.[telescope_id] and t1.[number] = t0.[number])
  where exists (
    select 1
    from [dbo].[images] as t2
    where (t2.[telescope_id] = t1.[telescope_id] and t2.[number] = t1.[number]) and (t2.[caption] = @p1 and convert(varbinary(max), convert(nvarchar(max), t2.[caption])) = convert(varbinary(max), convert(nvarchar(max), @p1)))
  )
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a count
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  where (
    select count_big(*)
    from [dbo].[crew] as t1
    where t1.[telescope_id] = t0.[id]
  ) > isnull(try_convert(decimal(38,10), @p1), case when left(@p1, 1) = N'-' then -1000000000000000000000000000 when @p1 is not null then 1000000000000000000000000000 end)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a count below a relation
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  where (
    select count_big(*)
    from [dbo].[telescopes] as t2
    where t2.[observatory_id] = t1.[id]
  ) = isnull(try_convert(decimal(38,10), @p1), case when left(@p1, 1) = N'-' then -1000000000000000000000000000 when @p1 is not null then 1000000000000000000000000000 end)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- a function below a relation
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[astronomers] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[home_id]
  where datepart(year, t1.[founded]) < isnull(try_convert(decimal(38,10), @p1), case when left(@p1, 1) = N'-' then -1000000000000000000000000000 when @p1 is not null then 1000000000000000000000000000 end)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;

-- alternatives across relations
select concat(N'[', string_agg(isnull(t0_r.j, N'null'), N',') within group (order by t0.o0), N']')
from (
  select t0.[id] as c0, t0.[id] as o0
  from [dbo].[telescopes] as t0
  left join [dbo].[observatories] as t1 on t1.[id] = t0.[observatory_id]
  where ((t1.[country] = @p1 and convert(varbinary(8000), convert(nvarchar(4000), t1.[country])) = convert(varbinary(8000), convert(nvarchar(4000), @p1))) or t0.[successor_id] is not null)
  order by o0
  offset 0 rows fetch next 100 rows only
) as t0
cross apply (
  select concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), t0.c0), N'null'), N'}') as j
) as t0_r;
